package llamaline.testkit;

import java.nio.file.Path;
import java.util.Properties;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;

/**
 * One broker for all tests of this JVM, started when the first one asks, stopped and its records
 * deleted when the JVM ends. Thread-safe.
 */
public final class SharedBroker {
    /** In the system's properties: a test's class loader must not start a second one. */
    private static final String ADDRESS = "llamaline.testkit.broker";

    private SharedBroker() {}

    /** {@code 127.0.0.1:PORT} of the running broker. */
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
