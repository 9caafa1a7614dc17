package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir Path folder;

    @Test
    void showsTheLastLinesOfALongLog() throws Exception {
        Path log = folder.resolve("long.log");
        Files.writeString(
                log,
                IntStream.range(0, 100_000)
                        .mapToObj(line -> "line " + line)
                        .collect(Collectors.joining("\n")));
        assertEquals(List.of("line 99998", "line 99999"), LogTail.of(log, 2));
    }

    @Test
    void showsAllOfAShortLogAndNothingOfNone() throws Exception {
        Path log = folder.resolve("short.log");
        Files.writeString(log, "only\n");
        assertEquals(List.of("only"), LogTail.of(log, 5));
        assertEquals(List.of(), LogTail.of(folder.resolve("none.log"), 5));
    }

    @Test
    void findsTheErrorThatAServiceEndedWith() throws Exception {
        Path log = folder.resolve("refused.log");
        Files.writeString(log, "12:00 ERROR Worker no model.json\n12:01 INFO  stopped\n");
        assertEquals("Worker no model.json", LogTail.lastError(log, 3));
        assertEquals("12:01 INFO  stopped", LogTail.lastError(log, 1));
        assertEquals("", LogTail.lastError(folder.resolve("none.log"), 3));
    }
}
