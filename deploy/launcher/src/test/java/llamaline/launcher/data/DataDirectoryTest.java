package llamaline.launcher.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir Path folder;

    @Test
    void isMadeForItsOwnerAlone() throws Exception {
        Path root = folder.resolve("a/b");
        try (DataDirectory data = DataDirectory.open(root)) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
            assertTrue(Files.isDirectory(data.logs()));
        }
    }

    @Test
    void servesOneStackAtATime() throws Exception {
        Path root = folder.resolve("data");
        try (DataDirectory _ = DataDirectory.open(root)) {
            assertTrue(DataDirectory.isInUse(root));
            var refused = assertThrows(LaunchException.class, () -> DataDirectory.open(root));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .contains("process " + ProcessHandle.current().pid()));
        }
        assertFalse(DataDirectory.isInUse(root));
        assertDoesNotThrow(() -> DataDirectory.open(root).close());
    }

    @Test
    void neverTakesAFolderThatHoldsSomethingElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        var before = Files.getPosixFilePermissions(folder);
        assertThrows(LaunchException.class, () -> DataDirectory.open(folder));
        assertThrows(LaunchException.class, () -> DataDirectory.open(folder.resolve("thesis.txt")));
        assertEquals(before, Files.getPosixFilePermissions(folder));
    }

    @Test
    void takesAFolderThatHoldsImportedModelsAlone() throws Exception {
        Files.createDirectory(folder.resolve(ModelStore.FOLDER));
        assertDoesNotThrow(() -> DataDirectory.open(folder).close());
    }
}
