package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import llamaline.gateway.admission.Refusal;
import llamaline.gateway.admission.RefusalCode;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors in OpenAI's shape. */
class ErrorAnswerTest {
    @Test
    void aBodyHasOneErrorObject() {
        assertEquals(
                "{\"error\":{\"message\":\"No \\\"x\\\".\",\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}",
                ErrorAnswer.body(new Refusal(RefusalCode.MODEL_NOT_FOUND, "No \"x\".", "model")));
        assertEquals(
                "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
                ErrorAnswer.body(new Refusal(RefusalCode.INVALID_REQUEST, "m", null)));
    }

    @Test
    void anEventInAStreamHasChoicesToo() {
        assertEquals(
                "{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"model_unavailable\"},\"choices\":[]}",
                ErrorAnswer.event(new Refusal(RefusalCode.UNAVAILABLE, "m", null)));
    }

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
        assertEquals(new Refusal(expected, "why", "prompt"), ErrorAnswer.refusal(failure));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aFailureWithoutWordsStillSaysSomething(ErrorCode code) {
        if (code != ErrorCode.UNRECOGNIZED) {
            Failure failure = Failure.newBuilder().setCode(code).build();
            assertFalse(ErrorAnswer.refusal(failure).message().isBlank());
        }
    }
}
