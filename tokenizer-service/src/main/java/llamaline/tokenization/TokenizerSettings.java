package llamaline.tokenization;

import java.time.Duration;
import llamaline.kafka.TopicsConfig;

/**
 * The settings, each in its range.
 *
 * @param replication copies of each record, at least 1
 * @param threads that encode, at least 1
 * @param cancellations that are kept, at least 1
 * @param modelTimeout how long a request waits for its model's card
 * @param waitingBytes requests that wait for cards together
 * @param inFlightBytes requests that are worked on together
 * @param shutdownTimeout how long open requests may take after the signal to stop
 */
record TokenizerSettings(
        short replication,
        int threads,
        int cancellations,
        Duration modelTimeout,
        long waitingBytes,
        long inFlightBytes,
        Duration shutdownTimeout) {
    TokenizerSettings {
        require("llamaline.topics.replication", replication, 1, Short.MAX_VALUE);
        require("llamaline.tokenizer.threads", threads, 1, 1024);
        require("llamaline.tokenizer.cancellations", cancellations, 1, Integer.MAX_VALUE);
        require("llamaline.tokenizer.waiting-bytes", waitingBytes, 0, Long.MAX_VALUE);
        // Those that wait for a card must leave room for those that do not.
        require(
                "llamaline.tokenizer.in-flight-bytes",
                inFlightBytes,
                waitingBytes + 1,
                Long.MAX_VALUE);
        require("llamaline.tokenizer.model-timeout", modelTimeout.toMillis(), 0, Long.MAX_VALUE);
        require(
                "llamaline.tokenizer.shutdown-timeout",
                shutdownTimeout.toMillis(),
                0,
                Long.MAX_VALUE);
    }

    static TokenizerSettings of(TokenizerConfig config, TopicsConfig topics) {
        int threads =
                config.threads() == 0
                        ? Runtime.getRuntime().availableProcessors()
                        : config.threads();
        return new TokenizerSettings(
                topics.replication(),
                threads,
                config.cancellations(),
                config.modelTimeout(),
                config.waitingBytes().asLongValue(),
                config.inFlightBytes().asLongValue(),
                config.shutdownTimeout());
    }

    private static void require(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            String allowed = most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
            throw new IllegalArgumentException(
                    "%s must be %s, got %d".formatted(setting, allowed, value));
        }
    }
}
