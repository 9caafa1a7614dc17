package llamaline.testkit;

import java.nio.file.Path;
import java.util.Properties;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;

/**
 * The one broker of all tests in this JVM: started when the first test asks, stopped and its
 * records deleted when the JVM ends. Thread-safe.
 */
public final class SharedBroker {
    /**
     * The system property that holds the broker's address, so that a test's class loader does not
     * start a second one.
     */
    private static final String ADDRESS = "llamaline.testkit.broker";

    private SharedBroker() {}

    /** Returns {@code 127.0.0.1:PORT} of the running broker. */
    public static String bootstrapServers() {
        Properties lock = System.getProperties();
        synchronized (lock) {
            String address = System.getProperty(ADDRESS);
            return address == null ? start() : address;
        }
    }

    private static String start() {
        Path directory = TemporaryFolder.create("llamaline-broker");
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            broker.close();
                            TemporaryFolder.delete(directory);
                        }));
        System.setProperty(ADDRESS, broker.bootstrapServers());
        return broker.bootstrapServers();
    }
}
