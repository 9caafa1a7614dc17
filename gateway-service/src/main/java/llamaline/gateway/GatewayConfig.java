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

    /** How long a call may take. */
    @WithDefault("600S")
    Duration callTimeout();

    /** Added to the deadline before the gateway itself gives up. */
    @WithDefault("2S")
    Duration graceTimeout();

    /** Silence of a worker after which a request is tried again. */
    @WithDefault("5S")
    Duration stallTimeout();

    /** How often a request is tried. */
    @WithDefault("3")
    int attempts();

    /** How often pending requests are looked at. */
    @WithDefault("250MS")
    Duration supervisionInterval();

    /** How long open calls may go on after the signal to stop, before they end with an error. */
    @WithDefault("18S")
    Duration shutdownTimeout();

    /** What callers may ask for. */
    LimitsConfig limits();

    /** What callers may ask for. */
    interface LimitsConfig {
        /** Largest body. */
        @WithDefault("4M")
        MemorySize bodySize();

        /** Calls at once; more are answered 503. */
        @WithDefault("1000")
        int openCalls();

        /** Bodies and unread answers of all open calls together. */
        @WithDefault("96M")
        MemorySize openBytes();

        /** Prompts times n of one call. */
        @WithDefault("128")
        int requests();

        /** Stop strings of one call. */
        @WithDefault("64")
        int stopStrings();

        /** Characters of a stop string. */
        @WithDefault("256")
        int stopStringLength();

        /** Alternatives for each token. */
        @WithDefault("20")
        int logprobs();
    }
}
