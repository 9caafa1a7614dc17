package llamaline.worker.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder in which an import is written: a hidden neighbour of the wanted one, which takes its
 * name when all is on disk. Closed before that, it is deleted; if the process dies, the next import
 * to the same place deletes it, knowing by a lock on the weights' file that nobody writes there.
 */
final class ImportFolder implements AutoCloseable {
    private final Path target;
    private final Path path;
    private final FileChannel weights;
    private boolean isPublished;

    private ImportFolder(Path target, Path path, FileChannel weights) {
        this.target = target;
        this.path = path;
        this.weights = weights;
    }

    /**
     * Begins an import to {@code target}.
     *
     * @throws CheckpointException where it exists
     */
    static ImportFolder create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || Files.exists(absolute)) {
            throw exists(target);
        }
        Files.createDirectories(parent);
        String prefix = ".%s.importing-".formatted(absolute.getFileName());
        removeAbandoned(parent, prefix);
        Path path = Files.createDirectory(parent.resolve(prefix + UUID.randomUUID()));
        FileChannel weights =
                FileChannel.open(
                        path.resolve(ModelFolder.WEIGHTS),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock unused = weights.lock();
        return new ImportFolder(absolute, path, weights);
    }

    Path path() {
        return path;
    }

    /** The file that weights go to, open and locked. */
    FileChannel weights() {
        return weights;
    }

    /**
     * Flushes everything to disk, then gives the folder its name.
     *
     * @throws CheckpointException where another import was faster
     */
    void publish() throws IOException {
        weights.force(true);
        for (Path file : files(path)) {
            force(file, StandardOpenOption.WRITE);
        }
        force(path, StandardOpenOption.READ);
        try {
            if (Files.exists(target)) {
                throw exists(target);
            }
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            throw exists(target);
        }
        isPublished = true;
        force(target.getParent(), StandardOpenOption.READ);
    }

    private static CheckpointException exists(Path target) {
        return CheckpointException.in(target, "exists: an import is never written over");
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void removeAbandoned(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(
                        parent, entry -> entry.getFileName().toString().startsWith(prefix))) {
            for (Path folder : folders) {
                if (isAbandoned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve(ModelFolder.WEIGHTS), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException | NoSuchFileException _) {
            return false;
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        weights.close();
        if (!isPublished) {
            delete(path);
        }
    }
}
