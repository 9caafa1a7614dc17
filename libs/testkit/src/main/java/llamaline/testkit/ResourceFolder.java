package llamaline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Opens resources as files, also where they lie in a jar. */
final class ResourceFolder {
    private ResourceFolder() {}

    /**
     * Opens a folder of resources.
     *
     * @param name path from the class path's root, with {@code /}
     * @return the folder itself, or a copy for the length of this JVM
     * @throws IllegalArgumentException where there is none of that name
     */
    static Path open(ClassLoader owner, String name) {
        URL url = owner.getResource(name);
        if (url == null) {
            throw new IllegalArgumentException("no resource folder " + name);
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                return unpacked(Path.of(jar.getJarFileURL().toURI()), name);
            }
            return Path.of(url.toURI());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a file: " + url, e);
        }
    }

    private static Path unpacked(Path jar, String name) throws IOException {
        Path target = TemporaryFolder.createUntilTheEnd("llamaline-goldens");
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            copy(files.getPath(name), target);
        }
        return target;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(source)) {
            List<Path> parentsFirst = paths.toList();
            for (Path path : parentsFirst) {
                Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }
}
