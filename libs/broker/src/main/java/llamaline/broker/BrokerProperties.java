package llamaline.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Makes the broker's own settings: small memory, quick restarts, share groups, one replica. */
final class BrokerProperties {
    static final String CONTROLLER = "CONTROLLER";
    static final int NODE_ID = 1;

    /**
     * The largest request in bytes: the largest record, and what its batch and request need around
     * it.
     */
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024 + 64 * 1024;

    private BrokerProperties() {}

    static Properties of(Path directory, String listener, String controller) {
        Properties properties = new Properties();
        addIdentity(properties, directory, listener, controller);
        addOneReplica(properties);
        addShareGroups(properties);
        addQuickStart(properties);
        addSmallMemory(properties);
        return properties;
    }

    private static void addIdentity(
            Properties properties, Path directory, String listener, String controller) {
        set(properties, "process.roles", "broker,controller");
        set(properties, "node.id", NODE_ID);
        set(
                properties,
                "listeners",
                "PLAINTEXT://%s,%s://%s".formatted(listener, CONTROLLER, controller));
        set(properties, "advertised.listeners", "PLAINTEXT://" + listener);
        set(properties, "inter.broker.listener.name", "PLAINTEXT");
        set(properties, "controller.listener.names", CONTROLLER);
        set(
                properties,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        set(properties, "controller.quorum.voters", NODE_ID + "@" + controller);
        set(properties, "log.dirs", directory.toString());
        set(properties, "auto.create.topics.enable", false);
        set(properties, "message.max.bytes", MAX_REQUEST_BYTES);
    }

    private static void addOneReplica(Properties properties) {
        set(properties, "default.replication.factor", 1);
        set(properties, "min.insync.replicas", 1);
        set(properties, "offsets.topic.replication.factor", 1);
        set(properties, "offsets.topic.num.partitions", 1);
        set(properties, "transaction.state.log.replication.factor", 1);
        set(properties, "transaction.state.log.num.partitions", 1);
        set(properties, "transaction.state.log.min.isr", 1);
    }

    /**
     * Sets the share groups' locks: a prompt that a worker took and never acknowledged goes to
     * another worker when its lock has run out.
     */
    private static void addShareGroups(Properties properties) {
        set(properties, "share.coordinator.state.topic.replication.factor", 1);
        set(properties, "share.coordinator.state.topic.num.partitions", 1);
        set(properties, "share.coordinator.state.topic.min.isr", 1);
        set(properties, "group.share.min.record.lock.duration.ms", 1_000);
        set(properties, "group.share.record.lock.duration.ms", 5_000);
    }

    /**
     * Shortens the broker's session, without which a restart on the same directory takes twelve
     * seconds.
     */
    private static void addQuickStart(Properties properties) {
        set(properties, "group.initial.rebalance.delay.ms", 0);
        set(properties, "broker.session.timeout.ms", 2_000);
        set(properties, "broker.heartbeat.interval.ms", 500);
        set(properties, "controlled.shutdown.enable", true);
    }

    private static void addSmallMemory(Properties properties) {
        set(properties, "log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024);
        set(properties, "log.cleaner.threads", 1);
        set(properties, "log.index.size.max.bytes", 1024 * 1024);
        set(properties, "num.network.threads", 2);
        set(properties, "num.io.threads", 4);
        set(properties, "background.threads", 2);
        set(properties, "group.coordinator.threads", 1);
        set(properties, "share.coordinator.threads", 1);
    }

    private static void set(Properties properties, String key, Object value) {
        properties.setProperty(key, value.toString());
    }
}
