package llamaline.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The gateway's settings. */
@ConfigMapping(prefix = "llamaline.gateway")
interface GatewayConfig {
    /** This gateway's partition of the tokens topic, from 0; no two gateways share one. */
    @WithDefault("0")
    int index();

    /** The longest that a call may take. */
    @WithDefault("600S")
    Duration callTimeout();

    /** The time after a call's deadline in which services may still say that it has passed. */
    @WithDefault("2S")
    Duration graceTimeout();

    /** The time without an event of a request after which it is tried again. */
    @WithDefault("5S")
    Duration stallTimeout();

    /** The attempts that a request has. */
    @WithDefault("3")
    int attempts();

    /** The time between two looks at all pending requests. */
    @WithDefault("250MS")
    Duration supervisionInterval();

    /** The time that open calls have after the signal to stop, before they end with an error. */
    @WithDefault("18S")
    Duration shutdownTimeout();

    /** Whether the page /q/swagger-ui shows the API. */
    @WithDefault("false")
    boolean swaggerUi();

    /** The limits to what callers may ask for. */
    LimitsConfig limits();

    /** The limits to what callers may ask for. */
    interface LimitsConfig {
        /** The largest body of a call. */
        @WithDefault("4M")
        MemorySize bodySize();

        /** The calls that are open at once; more are answered 503. */
        @WithDefault("1000")
        int openCalls();

        /** The bodies and unread completions of all open calls together. */
        @WithDefault("96M")
        MemorySize openBytes();

        /** The prompts of one call, times {@code n}. */
        @WithDefault("128")
        int requests();

        /** The stop strings of one call. */
        @WithDefault("64")
        int stopStrings();

        /** The characters of a stop string. */
        @WithDefault("256")
        int stopStringLength();

        /** The alternatives for each token. */
        @WithDefault("20")
        int logprobs();
    }
}
