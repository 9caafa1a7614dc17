package llamaline.launcher.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import llamaline.launcher.machine.LaunchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    @TempDir Path folder;
    private final CountingImporter importer = new CountingImporter();
    private Path checkpoint = Path.of("");
    private ModelStore store = ModelStore.under(Path.of(""), importer);

    @BeforeEach
    void writeACheckpoint() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("tiny"));
        Files.writeString(checkpoint.resolve("config.json"), "{}");
        store = ModelStore.under(folder.resolve("data"), importer);
    }

    @Test
    void importsOnFirstUseAlone() throws Exception {
        var shares = new ArrayList<Double>();
        Path first = store.imported(checkpoint, shares::add);
        assertEquals(first, store.imported(checkpoint, shares::add));
        assertEquals(List.of(checkpoint), importer.imported);
        assertEquals(List.of(1.0), shares);
        assertTrue(first.startsWith(folder.resolve("data/models")));
    }

    @Test
    void takesAnImportedModelAsItIs() throws Exception {
        Path model = store.imported(checkpoint, _ -> {});
        assertEquals(model, store.imported(model, _ -> {}));
        assertEquals(1, importer.imported.size());
    }

    @Test
    void importsAChangedCheckpointAnewAndRemovesTheOldImport() throws Exception {
        Path old = store.imported(checkpoint, _ -> {});
        Files.writeString(checkpoint.resolve("config.json"), "{ }");
        Path fresh = store.imported(checkpoint, _ -> {});
        assertNotEquals(old, fresh);
        assertFalse(Files.exists(old));
        assertTrue(importer.isImported(fresh));
    }

    @Test
    void ignoresFilesThatNoImportReads() throws Exception {
        Path before = store.imported(checkpoint, _ -> {});
        Files.writeString(checkpoint.resolve("README.md"), "new");
        assertEquals(before, store.imported(checkpoint, _ -> {}));
    }

    @Test
    void passesARefusalOn() {
        importer.refuses = true;
        assertThrows(LaunchException.class, () -> store.imported(checkpoint, _ -> {}));
    }

    /** Writes one file and counts. */
    private static final class CountingImporter implements ModelImporter {
        private final List<Path> imported = new ArrayList<>();
        private boolean refuses;

        @Override
        public String kind() {
            return "";
        }

        @Override
        public boolean isImported(Path directory) {
            return Files.exists(directory.resolve("card"));
        }

        @Override
        public void run(Path from, Path out, DoubleConsumer progress) throws LaunchException {
            if (refuses) {
                throw new LaunchException("config.json: rope_scaling is not supported");
            }
            imported.add(from);
            try {
                Files.createDirectory(out);
                Files.writeString(out.resolve("card"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            progress.accept(1);
        }
    }
}
