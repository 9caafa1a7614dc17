package llamaline.gateway.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of other services, in the gateway's terms. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_PROMPT,INVALID_REQUEST",
        "TOKEN_OUT_OF_VOCABULARY,INVALID_REQUEST",
        "INFILL_UNSUPPORTED,INVALID_REQUEST",
        "CHAT_UNSUPPORTED,INVALID_REQUEST",
        "CONTEXT_LENGTH_EXCEEDED,CONTEXT_LENGTH_EXCEEDED",
        "MODEL_NOT_FOUND,UNAVAILABLE",
        "MODEL_UNAVAILABLE,UNAVAILABLE",
        "DEADLINE_EXCEEDED,DEADLINE_EXCEEDED",
        "CANCELLED,INTERNAL",
        "TOO_MANY_DELIVERIES,INTERNAL",
        "INTERNAL,INTERNAL",
    })
    void failuresBehindTheGatewayBecomeItsOwn(ErrorCode code, RefusalCode expected) {
        Failure failure =
                Failure.newBuilder().setCode(code).setMessage("why").setParam("prompt").build();
        assertEquals(new Refusal(expected, "why", "prompt"), Refusal.of(failure));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aFailureWithoutWordsStillSaysSomething(ErrorCode code) {
        if (code != ErrorCode.UNRECOGNIZED) {
            Failure failure = Failure.newBuilder().setCode(code).build();
            assertFalse(Refusal.of(failure).message().isBlank());
        }
    }
}
