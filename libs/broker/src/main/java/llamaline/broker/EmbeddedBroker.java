package llamaline.broker;

import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker (KRaft: controller and broker in one) inside this JVM, with share groups.
 * Thread-safe.
 *
 * <p>The JVM needs about 128 MiB of heap for it. Its records survive a restart on the same
 * directory, also after a kill.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final String bootstrapServers;
    private final Server server;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private EmbeddedBroker(String bootstrapServers, Server server) {
        this.bootstrapServers = bootstrapServers;
        this.server = server;
    }

    /**
     * Formats the directory once and returns when the broker serves.
     *
     * @throws BrokerStartException where the port is taken or the directory cannot be used
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        BrokerLogging.quiet();
        String host = settings.host();
        String listener = address(host, FreePort.on(host, settings.port()));
        String controller = address("127.0.0.1", FreePort.on("127.0.0.1", 0));
        BrokerDirectory.prepare(settings.directory());
        var properties = BrokerProperties.of(settings.directory(), listener, controller);
        try {
            KafkaConfig config = KafkaConfig.fromProps(properties, false);
            Server server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(listener, server);
        } catch (RuntimeException e) {
            throw new BrokerStartException(
                    "The broker could not start in %s (%s)."
                            .formatted(settings.directory(), e.getMessage()),
                    e);
        }
    }

    /** Returns {@code HOST:PORT}, for clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shuts down cleanly: all records are on disk when it returns. */
    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]:" : host + ":") + port;
    }
}
