package llamaline.mask.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aReaderGetsAnyTextBack() {
        Seeds.forEach(
                200,
                random -> {
                    var text = new StringBuilder();
                    for (int i = 0; i < 40; i++) {
                        text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x1_0000));
                    }

                    assertEquals(text.toString(), read(written(text.toString())));
                });
    }

    @Test
    void writesHalfASurrogatePairAsAnEscape() {
        assertEquals("\"\\ud83d\"", written("\uD83D"));
        assertEquals("\"\uD83D\uDE42\"", written("\uD83D\uDE42"));
    }

    private static String read(String json) {
        try {
            return JSON.readTree(json).textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String written(String text) {
        var out = new StringWriter();
        try {
            new JsonWriter(out).value(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
