package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChangeTest {
    @TempDir Path parent;

    @Test
    void waitsForAFolderThatIsNotThere() throws Exception {
        Path model = parent.resolve("model");
        var change = new FolderChange(model);
        assertFalse(change.isOver());
        Files.createDirectory(model);
        Files.writeString(model.resolve("weights"), "half");
        assertFalse(change.isOver(), "it may still be written");
        Files.writeString(model.resolve("weights"), "a whole one");
        assertFalse(change.isOver(), "it was still written");
        assertTrue(change.isOver());
    }

    @Test
    void seesThatAFolderWasAwayThoughItIsTheSameAgain() throws Exception {
        Path model = Files.createDirectory(parent.resolve("model"));
        Files.writeString(model.resolve("weights"), "whole");
        var change = new FolderChange(model);
        assertFalse(change.isOver());
        Path away = Files.move(model, parent.resolve("away"));
        assertFalse(change.isOver());
        assertFalse(change.isOver(), "a folder that is not there is no model");
        Files.move(away, model);
        assertFalse(change.isOver());
        assertTrue(change.isOver());
    }
}
