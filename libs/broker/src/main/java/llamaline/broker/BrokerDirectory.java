package llamaline.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** Prepares the folder of a broker's records, which is created and formatted once and then kept. */
final class BrokerDirectory {
    private static final String FORMATTED = "meta.properties";

    /** The file of Kafka's own lock; a broker that does not get it ends the whole process. */
    private static final String LOCK = ".lock";

    private BrokerDirectory() {}

    /**
     * Creates and formats the folder where that was not done before.
     *
     * @throws BrokerStartException where it cannot be created or written, or another broker uses it
     */
    static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            Path probe = Files.createTempFile(directory, "probe", ".tmp");
            Files.delete(probe);
            requireUnused(directory);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The broker cannot write to its directory %s (%s). Give one that this user may write."
                            .formatted(directory, e.getMessage()),
                    e);
        }
        if (!Files.exists(directory.resolve(FORMATTED))) {
            format(directory);
        }
    }

    private static void requireUnused(Path directory) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve(LOCK),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new BrokerStartException(inUse(directory), e);
        }
        throw new BrokerStartException(inUse(directory), null);
    }

    private static String inUse(Path directory) {
        return "Another broker is using this directory: " + directory + ".";
    }

    private static void format(Path directory) {
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setNodeId(BrokerProperties.NODE_ID);
        formatter.setIgnoreFormatted(true);
        formatter.setControllerListenerName(BrokerProperties.CONTROLLER);
        formatter.setMetadataLogDirectory(directory.toString());
        formatter.addDirectory(directory.toString());
        formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
        try {
            formatter.run();
        } catch (Exception e) {
            throw new BrokerStartException(
                    "The broker's directory %s could not be formatted (%s)."
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }
}
