package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldensTest {
    @TempDir Path folder;

    @Test
    void readsTheLinesOfAGolden() {
        Path greedy = Goldens.resource("tiny-7b").resolve("goldens").resolve("greedy.jsonl");

        assertEquals(12, Goldens.lines(greedy).filter(line -> line.has("new_ids")).count());
    }

    @Test
    void readsAnArrayRowByRow() {
        Path sampling = Goldens.resource("sampling");

        NumpyArray logits = NumpyArray.read(sampling.resolve("logits.npy"));

        assertEquals(List.of(8, 4112), logits.shape());
        float[] all = logits.toArray();
        assertEquals(8 * 4112, all.length);
        assertEquals(all[2 * 4112 + 7], logits.row(2)[7]);
    }

    @Test
    void namesAFolderThatIsNotThere() {
        assertThrows(IllegalArgumentException.class, () -> Goldens.resource("nothing"));
    }

    @Test
    void unpacksAFolderFromAJar() throws Exception {
        Path jar = folder.resolve("goldens.jar");
        byte[] bytes = {1, 2, 3};
        writeJar(jar, bytes);
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Path unpacked = ResourceFolder.open(loader, "goldens/some");

            assertArrayEquals(bytes, Files.readAllBytes(unpacked.resolve("deep/file.bin")));
            assertTrue(Files.notExists(unpacked.resolve("other")));
        }
    }

    private static void writeJar(Path jar, byte[] bytes) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("goldens/", "goldens/some/", "goldens/some/deep/")) {
                out.putNextEntry(new JarEntry(name));
            }
            out.putNextEntry(new JarEntry("goldens/some/deep/file.bin"));
            out.write(bytes);
        }
    }
}
