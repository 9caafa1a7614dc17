package llamaline.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;

/**
 * ONNX Runtime's shared libraries for this machine, unpacked once for each build. By itself each
 * worker would unpack them at each start, and leave them behind where it is killed.
 *
 * @param jars folder of the worker's libraries
 * @param cache where they are unpacked to
 */
public record NativeLibraries(Path jars, Path cache) {
    /** The system property by which ONNX Runtime finds them. */
    public static final String PROPERTY = "onnxruntime.native.path";

    private static final String JAR = "com.microsoft.onnxruntime.";
    private static final String INSIDE = "ai/onnxruntime/native/";

    /**
     * Their folder.
     *
     * @throws LaunchException if they cannot be unpacked
     */
    Path folder() throws LaunchException {
        try {
            Path jar = jar();
            Path folder = cache.resolve(jar.getFileName().toString().replace(".jar", ""));
            if (!Files.isDirectory(folder)) {
                unpack(jar, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot unpack ONNX Runtime into " + cache + ": " + FileFailure.reason(e), e);
        }
    }

    private Path jar() throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.filter(file -> file.getFileName().toString().startsWith(JAR))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + JAR + "*.jar in " + jars));
        }
    }

    /** Into a folder beside it first, so that it appears whole, whoever else does the same. */
    private void unpack(Path jar, Path folder) throws IOException {
        Files.createDirectories(cache);
        Path part = Files.createTempDirectory(cache, "part");
        try (var file = new JarFile(jar.toFile())) {
            for (JarEntry entry : libraries(file)) {
                Path name = Path.of(entry.getName()).getFileName();
                try (InputStream library = file.getInputStream(entry)) {
                    Files.copy(library, part.resolve(name.toString()));
                }
            }
        }
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            remove(part);
        }
    }

    private static List<JarEntry> libraries(JarFile file) throws IOException {
        String prefix = INSIDE + platform() + "/";
        List<JarEntry> libraries =
                file.stream()
                        .filter(entry -> !entry.isDirectory())
                        .filter(entry -> entry.getName().startsWith(prefix))
                        .filter(entry -> entry.getName().indexOf('/', prefix.length()) < 0)
                        .toList();
        if (libraries.isEmpty()) {
            throw new IOException("%s has nothing for %s".formatted(file.getName(), platform()));
        }
        return libraries;
    }

    /** Names this machine as ONNX Runtime's jar does. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean isX64 = processor.equals("amd64") || processor.equals("x86_64");
        return (system.startsWith("mac") ? "osx" : "linux") + "-" + (isX64 ? "x64" : "aarch64");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
