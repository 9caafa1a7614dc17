package llamaline.gateway.http.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** JSON as it goes out. */
class JsonTextTest {
    @Test
    void putsCommasBetweenValues() {
        JsonText json = new JsonText().object();
        json.key("a").value(1).key("b").array().value(true).nothing().object().endObject();
        json.endArray().key("c").ids(List.of(1, 2)).key("d").logprob(-0.5f);
        json.key("e").logprob(Float.NEGATIVE_INFINITY).endObject();
        assertEquals(
                "{\"a\":1,\"b\":[true,null,{}],\"c\":[1,2],\"d\":-0.5,\"e\":-9999.0}",
                json.toString());
    }

    @Test
    void escapesWhatJsonCannotHold() {
        assertEquals(
                "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f é😀\"",
                new JsonText().value("\"\\\n\r\t\0\u001f é😀").toString());
    }

    @Test
    void escapesHalfACharacter() {
        assertEquals(
                "\"\\ud83d\\ude00\\ude00 x\\ud83d\"".replace("\\ud83d\\ude00", "😀"),
                new JsonText().value("😀\ude00 x\ud83d").toString());
    }

    @Test
    void hidesWhereNaiveClientsWouldSplit() {
        assertEquals("\"data\\u003a x\"", new JsonText().value("data: x").toString());
        assertEquals("\": date:\"", new JsonText().value(": date:").toString());
    }

    @Test
    void everyTextComesBackFromAParser() {
        ObjectMapper parser = new ObjectMapper();
        Seeds.forEach(
                500,
                random -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = random.nextInt(20); i > 0; i--) {
                        text.append(
                                random.nextBoolean()
                                        ? "data:"
                                        : Character.toString(codePoint(random)));
                    }
                    try {
                        String json = new JsonText().value(text.toString()).toString();
                        assertEquals(text.toString(), parser.readTree(json).textValue());
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static int codePoint(RandomGenerator random) {
        int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
        return codePoint >= 0xd800 && codePoint < 0xe000 ? ' ' : codePoint;
    }
}
