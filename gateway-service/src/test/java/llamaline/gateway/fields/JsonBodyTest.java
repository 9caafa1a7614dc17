package llamaline.gateway.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are JSON, and all that are not. */
class JsonBodyTest {
    private final JsonBody json = new JsonBody();

    @Test
    void readsText() {
        assertEquals(
                "é",
                json.parse("{\"prompt\":\"é\"}".getBytes(StandardCharsets.UTF_8))
                        .field("prompt")
                        .orElseThrow()
                        .text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|The body is empty; a JSON object is expected.",
                "{'prompt':|The body is not valid JSON (line 1, column 11).",
                "{'prompt':'a}|The body is not valid JSON (line 1, column 14).",
                "{'prompt':NaN}|The body is not valid JSON (line 1, column 14).",
                "{prompt:1}|The body is not valid JSON (line 1, column 2).",
                "hello|The body is not valid JSON (line 1, column 1).",
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String body, String message) {
        assertEquals(message, refusal(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertEquals(
                "The body is not valid UTF-8.",
                refusal("{\"prompt\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aNameThatStandsTwiceIsRefused() {
        String message = refusal("{\"n\":1,\"n\":2}".getBytes(StandardCharsets.UTF_8));
        assertTrue(message.contains("no name twice in an object"), message);
    }

    @Test
    void moreThanOneValueIsRefused() {
        String message = refusal("{} {}".getBytes(StandardCharsets.UTF_8));
        assertTrue(message.contains("one value"), message);
    }

    @Test
    void deepNestingIsRefused() {
        byte[] body = ("{\"prompt\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        String message = refusal(body);
        assertTrue(message.contains("at most 64 levels"), message);
        String objects = "{\"a\":".repeat(100_000);
        assertTrue(refusal(objects.getBytes(StandardCharsets.UTF_8)).contains("64 levels"));
    }

    @Test
    void endlessNumbersAreRefused() {
        byte[] body = ("{\"n\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8);
        assertTrue(refusal(body).contains("numbers of at most 1000 digits"));
    }

    private String refusal(byte[] body) {
        var refused = assertThrows(RefusedException.class, () -> json.parse(body));
        assertEquals(RefusalCode.INVALID_REQUEST, refused.refusal().code());
        return refused.refusal().message();
    }
}
