package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import llamaline.launcher.machine.LaunchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    private static final List<String> PLATFORMS =
            List.of("linux-x64", "linux-aarch64", "osx-aarch64", "osx-x64");

    @TempDir Path folder;

    @Test
    void unpacksThisMachinesOnce() throws Exception {
        writeJar(PLATFORMS);
        Path libraries = new NativeLibraries(folder, folder.resolve("cache")).folder();
        assertEquals(List.of(libraries.resolve("libonnxruntime.so")), filesOf(libraries));
        Files.delete(libraries.resolve("libonnxruntime.so"));
        assertEquals(libraries, new NativeLibraries(folder, folder.resolve("cache")).folder());
        assertEquals(List.of(), filesOf(libraries));
        assertEquals(List.of(libraries), filesOf(folder.resolve("cache")));
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        var libraries = new NativeLibraries(folder, folder.resolve("cache"));
        assertSays(libraries, "com.microsoft.onnxruntime.");
        writeJar(List.of("win-x64"));
        assertSays(libraries, "has nothing for");
    }

    private static void assertSays(NativeLibraries libraries, String words) {
        var refused = assertThrows(LaunchException.class, libraries::folder);
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    private void writeJar(List<String> platforms) throws IOException {
        Path jar = folder.resolve("com.microsoft.onnxruntime.onnxruntime-1.0.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String platform : platforms) {
                out.putNextEntry(
                        new JarEntry("ai/onnxruntime/native/" + platform + "/libonnxruntime.so"));
                out.putNextEntry(
                        new JarEntry("ai/onnxruntime/native/" + platform + "/x.dSYM/Info.plist"));
            }
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
