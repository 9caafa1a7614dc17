package llamaline.containers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No image carries another system's libraries. */
class LeanJarsTest {
    private static final String SCRIPT = "deploy/containers/lean-jars.sh";
    private static final String NATIVE = "ai/onnxruntime/native/";

    private final Path folder;
    private final Path jars;

    LeanJarsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.jars = Files.createDirectories(folder.resolve("jars"));
    }

    @Test
    void takesTheEnginesLibrariesOutAndLeavesItsClasses() throws IOException {
        jar(
                "onnxruntime.jar",
                "ai/onnxruntime/OrtSession.class",
                NATIVE + own() + "/libonnxruntime.so",
                NATIVE + "win-x64/onnxruntime.dll",
                NATIVE + "osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Info.plist");
        Path libraries = folder.resolve("libraries");
        assertEquals("", Repository.output(SCRIPT, jars.toString(), libraries.toString()));
        assertEquals(
                List.of("ai/onnxruntime/OrtSession.class"),
                entries(jars.resolve("onnxruntime.jar")));
        assertEquals(
                NATIVE + own() + "/libonnxruntime.so",
                Files.readString(libraries.resolve("libonnxruntime.so")));
    }

    @Test
    void dropsWhatIsForWindowsAndMacos() throws IOException {
        jar(
                "zstd.jar",
                "com/Zstd.class",
                "linux/amd64/libzstd.so",
                "win/amd64/libzstd.dll",
                "darwin/libzstd.dylib",
                "darwin/libzstd.jnilib");
        assertEquals("", Repository.output(SCRIPT, jars.toString()));
        assertEquals(
                List.of("com/Zstd.class", "linux/amd64/libzstd.so"),
                entries(jars.resolve("zstd.jar")));
    }

    @Test
    void leavesOtherJarsAsTheyAre() throws IOException {
        jar("plain.jar", "META-INF/services/x", "a/B.class");
        byte[] before = Files.readAllBytes(jars.resolve("plain.jar"));
        Repository.output(SCRIPT, jars.toString());
        assertArrayEquals(before, Files.readAllBytes(jars.resolve("plain.jar")));
    }

    @Test
    void leavesNothingBehindWhereAJarCannotBeRead() throws IOException {
        Files.writeString(jars.resolve("broken.jar"), "no jar");
        assertFalse(Repository.failure(SCRIPT, jars.toString()).isEmpty());
    }

    private void jar(String name, String... entries) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jars.resolve(name)))) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .sorted()
                    .toList();
        }
    }

    private static String own() {
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return processor.equals("aarch64") ? "linux-aarch64" : "linux-x64";
    }
}
