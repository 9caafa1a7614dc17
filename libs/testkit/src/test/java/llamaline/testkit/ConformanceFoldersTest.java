package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceFoldersTest {
    @TempDir Path folder;

    @Test
    void notesWhatIsNotRun() throws IOException {
        Path notRun = folder.resolve("target").resolve("not-run.txt");
        var folders = new ConformanceFolders(Optional.empty(), notRun);

        assertFalse(folders.isHere("models/tiny-34b", 12));
        assertFalse(folders.isHere("chat", 3));

        assertEquals(List.of("12 models/tiny-34b", "3 chat"), Files.readAllLines(notRun));
    }

    @Test
    void forgetsAnEarlierRun() throws IOException {
        Path notRun = Files.writeString(folder.resolve("not-run.txt"), "9 old\n");
        var folders = new ConformanceFolders(Optional.empty(), notRun);

        folders.forgetEarlierRuns();

        assertFalse(Files.exists(notRun));
    }

    @Test
    void findsAFolderAndMissesOneThatShouldBeThere() throws IOException {
        Path chat = Files.createDirectory(folder.resolve("chat"));
        var folders = new ConformanceFolders(Optional.of(folder), folder.resolve("not-run.txt"));

        assertTrue(folders.isHere("chat", 3));
        assertEquals(Optional.of(chat), folders.folder("chat"));
        assertThrows(IllegalStateException.class, () -> folders.folder("chats"));
    }
}
