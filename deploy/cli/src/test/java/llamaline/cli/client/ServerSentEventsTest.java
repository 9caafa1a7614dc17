package llamaline.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    @Test
    void givesTheDataOfEachEvent() throws Exception {
        assertEquals(List.of("a", " b", ""), read("data: a\n\ndata:  b\n\ndata:\n\n"));
    }

    @Test
    void passesCommentsAndOtherFieldsOver() throws Exception {
        assertEquals(
                List.of("a"), read(": alive\n\nid: 1\nevent: x\n\nretry: 5\ndata:a\nid: 2\n\n"));
    }

    @Test
    void takesEveryLineEnd() throws Exception {
        assertEquals(List.of("a", "b"), read("data: a\r\n\r\ndata: b\r\n\r\n"));
        assertEquals(List.of("a", "b"), read("data: a\r\rdata: b\r\r"));
    }

    @Test
    void joinsTheLinesOfAnEvent() throws Exception {
        assertEquals(List.of("a\n\nb"), read("data: a\ndata\ndata: \ndata: b\n\n"));
    }

    @Test
    void givesNoEventThatHasNoEnd() throws Exception {
        assertEquals(List.of("é"), read("data: é\n\ndata: half"));
        assertEquals(List.of(), read(""));
    }

    private static List<String> read(String stream) throws IOException {
        var events =
                new ServerSentEvents(
                        new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        var all = new ArrayList<String>();
        for (Optional<String> next = events.next(); next.isPresent(); next = events.next()) {
            all.add(next.get());
        }
        return all;
    }
}
