package llamaline.launcher.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;

/**
 * Imports checkpoints on first use and keeps the result: one folder for each kind of import and
 * checkpoint's path, in it one for its state (names, sizes and times of its files). A changed
 * checkpoint is imported anew and its old import removed.
 */
public final class ModelStore {
    public static final String FOLDER = "models";

    /** Hexadecimal digits of a key. */
    private static final int KEY_LENGTH = 12;

    private final Path root;
    private final ModelImporter importer;

    /**
     * A store in a data folder.
     *
     * @param data the data folder that the imports are kept in
     */
    public static ModelStore under(Path data, ModelImporter importer) {
        return new ModelStore(data.toAbsolutePath().resolve(FOLDER), importer);
    }

    ModelStore(Path root, ModelImporter importer) {
        this.root = root;
        this.importer = importer;
    }

    /** Returns a store with the same importer that keeps its imports elsewhere. */
    public ModelStore at(Path otherRoot) {
        return new ModelStore(otherRoot, importer);
    }

    /**
     * The folder of an imported model: {@code directory} itself if it is one, else what its
     * checkpoint was or is now imported to. Of two that import the same, one waits.
     *
     * @throws LaunchException if it cannot be imported
     */
    public Path imported(Path directory, DoubleConsumer progress) throws LaunchException {
        if (importer.isImported(directory)) {
            return directory;
        }
        try {
            Path versions = root.resolve(importer.kind()).resolve(keyOf(directory));
            Path target = versions.resolve(stateOf(directory));
            Files.createDirectories(versions);
            try (var channel =
                            FileChannel.open(
                                    versions.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!importer.isImported(target)) {
                    removeFolders(versions);
                    importer.run(directory, target, progress);
                }
            }
            return target;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot import %s into %s: %s"
                            .formatted(directory, root, FileFailure.reason(e)),
                    e);
        }
    }

    private static String keyOf(Path directory) throws IOException {
        Path path = directory.toRealPath();
        String last = path.getFileName() == null ? "root" : path.getFileName().toString();
        return last + "-" + hash(path.toString());
    }

    private static String stateOf(Path directory) throws IOException {
        var state = new StringBuilder();
        for (Path file : filesOf(directory)) {
            state.append(file.getFileName())
                    .append('\t')
                    .append(Files.size(file))
                    .append('\t')
                    .append(Files.getLastModifiedTime(file).toMillis())
                    .append('\n');
        }
        return hash(state.toString());
    }

    /** Lists the files that an import may read. */
    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> {
                                String name = file.getFileName().toString();
                                return name.endsWith(".json")
                                        || name.endsWith(".safetensors")
                                        || name.endsWith(".model");
                            })
                    .sorted()
                    .toList();
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Older imports, and what an interrupted one left. */
    private static void removeFolders(Path versions) throws IOException {
        try (Stream<Path> files = Files.walk(versions)) {
            List<Path> inside =
                    files.filter(file -> file.getNameCount() > versions.getNameCount() + 1)
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path file : inside) {
                Files.delete(file);
            }
        }
        try (Stream<Path> left = Files.list(versions)) {
            for (Path folder : left.filter(Files::isDirectory).toList()) {
                Files.delete(folder);
            }
        }
    }
}
