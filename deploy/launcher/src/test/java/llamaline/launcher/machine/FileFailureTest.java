package llamaline.launcher.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.launcher.data.DataDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir Path folder;

    @Test
    void saysWhatIsWrongWithAFile() {
        Path missing = folder.resolve("missing");
        var noSuchFile = assertThrows(IOException.class, () -> Files.readString(missing));
        assertEquals(missing + " does not exist", FileFailure.reason(noSuchFile));
        assertEquals("/a: permission denied", FileFailure.reason(new AccessDeniedException("/a")));
        assertEquals(
                "/a: No space left on device",
                FileFailure.reason(new FileSystemException("/a", null, "No space left on device")));
        assertEquals("Broken pipe", FileFailure.reason(new IOException("Broken pipe")));
        assertEquals("cannot be read or written", FileFailure.reason(new IOException()));
    }

    @Test
    void aDataFolderThatCannotBeIsRefusedInWords() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path data : new Path[] {file, file.resolve("below")}) {
            var refused = assertThrows(LaunchException.class, () -> DataDirectory.open(data));
            String said = String.valueOf(refused.getMessage());
            assertFalse(said.contains("Exception") || said.contains("java."), said);
        }
    }
}
