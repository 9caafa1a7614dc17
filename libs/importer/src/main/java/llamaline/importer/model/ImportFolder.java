package llamaline.importer.model;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder in which an import is written: a hidden neighbour of the wanted one, which takes its
 * name when all is on disk. Closed before that, it is deleted; if the process dies, the next import
 * to the same place deletes it, knowing by a lock on the weights' file that nobody writes there.
 */
public final class ImportFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ImportFolder.class.getName());

    /**
     * The folders that this process writes: it must not even look at their locks, because closing
     * any channel on a file gives up all locks that the process has on it.
     */
    private static final Set<Path> ACTIVE = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path parent;
    private final Path path;
    private final FileChannel weights;
    private final Thread onShutdown = new Thread(this::closeAtShutdown, "import-clean-up");
    private boolean isPublished;
    private boolean isClosed;

    private ImportFolder(Path target, Path parent, Path path) throws IOException {
        this.target = target;
        this.parent = parent;
        this.path = path;
        ACTIVE.add(path);
        Files.createDirectory(path);
        weights =
                FileChannel.open(
                        path.resolve(ModelFolder.WEIGHTS),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        var _ = weights.lock();
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    /**
     * Begins an import to {@code target}.
     *
     * @throws ModelFileException where it exists
     */
    public static ImportFolder create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || Files.exists(absolute)) {
            throw exists(target);
        }
        Files.createDirectories(parent);
        String prefix = ".%s.importing-".formatted(absolute.getFileName());
        removeAbandoned(parent, prefix);
        return new ImportFolder(absolute, parent, parent.resolve(prefix + UUID.randomUUID()));
    }

    /** The hidden neighbour that everything is written to. */
    public Path path() {
        return path;
    }

    /** The file that weights go to, open and locked. */
    public FileChannel weights() {
        return weights;
    }

    /**
     * Flushes everything to disk, then gives the folder its name.
     *
     * @throws ModelFileException where another import was faster
     */
    public synchronized void publish() throws IOException {
        if (isClosed) {
            throw new IOException("the process ends");
        }
        weights.force(true);
        for (String name : ModelFolder.SMALL_FILES) {
            force(path.resolve(name), StandardOpenOption.WRITE);
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
        force(parent, StandardOpenOption.READ);
    }

    private static ModelFileException exists(Path target) {
        return ModelFileException.in(target, "exists: an import is never written over");
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
        if (ACTIVE.contains(folder)) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve(ModelFolder.WEIGHTS), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException _) {
            return false;
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
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException _) {
            LOG.log(Level.DEBUG, "the process ends while an import does");
        }
    }

    private synchronized void closeOnce() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        weights.close();
        if (!isPublished) {
            delete(path);
        }
        ACTIVE.remove(path);
    }

    private void closeAtShutdown() {
        try {
            closeOnce();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove " + path, e);
        }
    }
}
