package llamaline.broker;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Quiets Kafka's logging, which fills pages at each start with INFO; warnings are kept. */
final class BrokerLogging {
    /**
     * The levels by logger; the loggers are held here because java.util.logging forgets the level
     * of a logger that nobody holds.
     */
    private static final Map<Logger, Level> LEVELS =
            Map.of(
                    Logger.getLogger("org.apache.kafka"), Level.WARNING,
                    Logger.getLogger("kafka"), Level.WARNING,
                    Logger.getLogger("state.change.logger"), Level.OFF,
                    // Warn at every start and stop of a healthy broker.
                    Logger.getLogger("org.apache.kafka.controller.QuorumController"), Level.SEVERE,
                    Logger.getLogger("org.apache.kafka.clients.NetworkClient"), Level.SEVERE);

    /**
     * The system property of log4j's provider: Kafka asks log4j for its version of a logger, and
     * never uses it where log4j's core is missing.
     */
    private static final String LOG4J_PROVIDER = "log4j.provider";

    private BrokerLogging() {}

    /** Sets the levels that nobody has set already. */
    static void quiet() {
        if (System.getProperty(LOG4J_PROVIDER) == null) {
            System.setProperty(
                    LOG4J_PROVIDER, "org.apache.logging.log4j.simple.internal.SimpleProvider");
        }
        LEVELS.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
