package llamaline.launcher.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelStore;
import org.jspecify.annotations.Nullable;

/**
 * All that a stack keeps: the broker's log, the services' logs and imported models. Mode 700, and
 * in use by one stack at a time; the lock ends with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    public static final String LOGS = "logs";

    private static final String LOCK = "lock";

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates it where it is missing.
     *
     * @throws LaunchException if another stack uses it, it holds something else, or it cannot be
     *     used
     */
    public static DataDirectory open(Path path) throws LaunchException {
        Path root = path.toAbsolutePath().normalize();
        try {
            requireOurs(root);
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            var directory = new DataDirectory(root, locked(root.resolve(LOCK)));
            Files.createDirectories(directory.logs());
            return directory;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot use the data folder %s: %s; name another one: --data DIR"
                            .formatted(root, FileFailure.reason(e)),
                    e);
        }
    }

    /** Says whether a stack that lives uses the folder now. */
    static boolean isInUse(Path root) {
        try (var channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (IOException e) {
            return false;
        }
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path logs() {
        return root.resolve(LOGS);
    }

    /** Releases the lock, so that another stack may use the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /**
     * Its mode is changed and files are put there: never in a folder that serves something else.
     */
    private static void requireOurs(Path root) throws IOException, LaunchException {
        if (!Files.exists(root) || Files.exists(root.resolve(LOCK))) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new LaunchException("the data folder is a file: " + root);
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.anyMatch(entry -> !entry.endsWith(ModelStore.FOLDER))) {
                throw new LaunchException(
                        "the data folder holds something else: %s; name a new or empty one: --data DIR"
                                .formatted(root));
            }
        }
    }

    private static FileChannel locked(Path file) throws IOException, LaunchException {
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new LaunchException(
                    "another stack uses the data folder %s (process %s); stop it, or choose another: --data DIR"
                            .formatted(file.getParent(), Files.readString(file).strip()));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
