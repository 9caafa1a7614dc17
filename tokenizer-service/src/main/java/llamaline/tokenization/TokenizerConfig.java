package llamaline.tokenization;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The tokenizer service's settings. */
@ConfigMapping(prefix = "llamaline.tokenizer")
interface TokenizerConfig {
    /**
     * This service's name, which no other one has: after a restart under the same name it takes its
     * share of the requests over at once. Random where none is given.
     */
    Optional<String> id();

    /** Threads that encode; 0 = one for each core. */
    @WithDefault("0")
    int threads();

    /** Cancellations that are kept, at least 1. */
    @WithDefault("100000")
    int cancellations();

    /** The longest that a request waits for its model's card. */
    @WithDefault("10S")
    Duration modelTimeout();

    /** The bytes of requests that wait for cards together; more are answered at once. */
    @WithDefault("8M")
    MemorySize waitingBytes();

    /** The bytes of requests that are worked on together. */
    @WithDefault("32M")
    MemorySize inFlightBytes();

    /** The time that open requests have after the signal to stop. */
    @WithDefault("5S")
    Duration shutdownTimeout();
}
