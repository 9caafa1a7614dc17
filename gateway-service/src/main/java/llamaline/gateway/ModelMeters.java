package llamaline.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import llamaline.telemetry.Histograms;

/** The meters of one model at the gateway: {@code llamaline_gateway_...} with its name. */
final class ModelMeters {
    final Timer timeToFirstToken;
    final Timer timePerOutputToken;
    final Timer encode;
    final Timer queue;
    final Timer prefill;
    final Counter promptTokens;
    final Counter generationTokens;
    final Counter attempts;
    final Counter republishes;

    private final MeterRegistry registry;
    private final Tags model;

    /**
     * Registers the meters, which show zeros from now on.
     *
     * @param name announced by a worker
     */
    ModelMeters(MeterRegistry registry, String name) {
        this.registry = registry;
        this.model = Tags.of("model", name);
        timeToFirstToken =
                waits("time.to.first.token", "From a checked request to its first token.", model);
        timePerOutputToken =
                waits("time.per.output.token", "Between two tokens, on average.", model);
        encode = phase("encode");
        queue = phase("queue");
        prefill = phase("prefill");
        promptTokens = counter("prompt.tokens", "Tokens of prompts whose requests ended.");
        generationTokens =
                counter("generation.tokens", "Tokens generated for requests that ended.");
        attempts = counter("attempts", "Requests published for the first time.");
        republishes = counter("republishes", "Requests published again.");
    }

    /** The three phases together are the time to the first token. */
    private Timer phase(String name) {
        return waits(
                "first.token.phase",
                "Parts of the time to the first token: encode (to its ids), queue (to its slot),"
                        + " prefill (to its first token).",
                model.and("phase", name));
    }

    private Timer waits(String name, String description, Tags tags) {
        return Histograms.ofWaits(GatewayMetrics.PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(GatewayMetrics.PREFIX + name)
                .description(description)
                .tags(model)
                .register(registry);
    }
}
