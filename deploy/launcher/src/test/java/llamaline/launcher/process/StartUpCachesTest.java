package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import llamaline.launcher.machine.LaunchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpCachesTest {
    private static final Instant RECORDED = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;
    private Path cache = Path.of("");
    private Path application = Path.of("");

    @BeforeEach
    void writeAnApplication() throws IOException {
        application = Files.createDirectories(folder.resolve("app"));
        cache = folder.resolve("service.aot");
        writeAt(application.resolve("one.jar"), RECORDED.minusSeconds(1));
        writeAt(application.resolve("two.jar"), RECORDED.minusSeconds(9));
    }

    @Test
    void usesACacheOfThisBuildAlone() throws Exception {
        assertEquals(List.of(), options());
        writeAt(cache, RECORDED);
        assertEquals(List.of("-XX:AOTCache=" + cache), options());
        writeAt(application.resolve("two.jar"), RECORDED.plusSeconds(1));
        assertEquals(List.of(), options());
    }

    private List<String> options() throws LaunchException {
        return StartUpCaches.USE.options(cache, application);
    }

    private static void writeAt(Path file, Instant time) throws IOException {
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
