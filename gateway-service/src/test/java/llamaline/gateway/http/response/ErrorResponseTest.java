package llamaline.gateway.http.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import org.junit.jupiter.api.Test;

/** Errors in OpenAI's shape. */
class ErrorResponseTest {
    @Test
    void aBodyHasOneErrorObject() {
        assertEquals(
                "{\"error\":{\"message\":\"No \\\"x\\\".\",\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}",
                ErrorResponse.body(new Refusal(RefusalCode.MODEL_NOT_FOUND, "No \"x\".", "model")));
        assertEquals(
                "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
                ErrorResponse.body(new Refusal(RefusalCode.INVALID_REQUEST, "m", null)));
    }

    @Test
    void anEventInAStreamHasChoicesToo() {
        assertEquals(
                "{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"model_unavailable\"},\"choices\":[]}",
                ErrorResponse.event(new Refusal(RefusalCode.UNAVAILABLE, "m", null)));
    }
}
