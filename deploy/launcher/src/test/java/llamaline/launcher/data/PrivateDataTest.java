package llamaline.launcher.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDataTest {
    @TempDir Path folder;

    @Test
    void isGoneAfterItsCall() throws Exception {
        var data = PrivateData.create();
        Files.createDirectories(data.root().resolve("broker"));
        Files.writeString(data.root().resolve("broker/records"), "some");
        assertTrue(Files.exists(data.root()));
        data.close();
        Await.until("the folder is removed", () -> Files.notExists(data.root()));
    }

    @Test
    void removesWhatAKilledCallLeftAndNothingElse() throws Exception {
        Path abandoned = folder.resolve("llamaline-private-1");
        DataDirectory.open(abandoned).close();
        Path used = folder.resolve("llamaline-private-2");
        Path starting = Files.createDirectory(folder.resolve("llamaline-private-3"));
        try (DataDirectory _ = DataDirectory.open(used)) {
            PrivateData.removeAbandoned(folder);
            Await.until("the abandoned one is removed", () -> Files.notExists(abandoned));
            assertTrue(Files.exists(used));
            assertTrue(Files.exists(starting));
        }
    }
}
