package llamaline.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import llamaline.contract.Topics;
import llamaline.gateway.kafka.BrokerLink;
import llamaline.gateway.kafka.Connections;
import llamaline.gateway.kafka.GatewayProducer;
import llamaline.gateway.kafka.LinkSettings;
import llamaline.gateway.kafka.LinkState;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.mask.MaskCalls;
import llamaline.gateway.models.Availability;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.request.RequestValidator;
import llamaline.gateway.stream.Identity;
import llamaline.gateway.stream.PendingRequestObserver;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.StreamSettings;
import llamaline.gateway.tokenizer.TokenizerCalls;
import llamaline.kafka.LivenessConfig;
import llamaline.kafka.TopicsConfig;
import llamaline.telemetry.Clocks;
import llamaline.telemetry.Tracing;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the gateway together: plain objects, made once, in the order of the flow. */
@ApplicationScoped
class GatewayWiring {
    private static final int ID_BYTES = 8;
    private static final String KAFKA = "kafka.";

    private final GatewayConfig config;
    private final GatewayStop stop;
    private final MeterRegistry registry;
    private final OpenTelemetry telemetry;
    private final boolean hasNoTraces;

    GatewayWiring(
            GatewayConfig config,
            GatewayStop stop,
            MeterRegistry registry,
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean hasNoTraces) {
        this.config = config;
        this.stop = stop;
        this.registry = registry;
        this.telemetry = telemetry;
        this.hasNoTraces = hasNoTraces;
    }

    @Produces
    @Singleton
    Clocks clocks() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    Limits limits() {
        GatewayConfig.LimitsConfig limits = config.limits();
        return new Limits(
                limits.bodySize().asLongValue(),
                limits.openCalls(),
                limits.openBytes().asLongValue(),
                limits.requests(),
                limits.stopStrings(),
                limits.stopStringLength(),
                limits.logprobs());
    }

    @Produces
    @Singleton
    OpenCalls openCalls(Limits limits) {
        return new OpenCalls(limits);
    }

    @Produces
    @Singleton
    GatewayMetrics metrics(OpenCalls openCalls, Clocks clocks) {
        return new GatewayMetrics(registry, openCalls, clocks.nanoTime());
    }

    @Produces
    @Singleton
    ModelRegistry models(LivenessConfig liveness, Clocks clocks) {
        return new ModelRegistry(liveness.workerTimeout(), clocks.nanoTime());
    }

    @Produces
    @Singleton
    RequestValidator validator(ModelRegistry models, Limits limits, RandomGenerator random) {
        return new RequestValidator(models, limits, random);
    }

    @Produces
    @Singleton
    TokenizerCalls tokenizerCalls(ModelRegistry models) {
        return new TokenizerCalls(models);
    }

    @Produces
    @Singleton
    MaskCalls maskCalls(ModelRegistry models) {
        return new MaskCalls(models);
    }

    @Produces
    @Singleton
    LinkSettings linkSettings(TopicsConfig topics, Clocks clocks, RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String gatewayId = "gateway-" + HexFormat.of().formatHex(id);
        return new LinkSettings(
                config.index(), gatewayId, topics.replication(), clocks.wall().instant());
    }

    /** Everything below {@code kafka.} in the settings is the clients'. */
    @Produces
    @Singleton
    Connections connections(Config all) {
        Map<String, String> settings = new HashMap<>();
        for (String name : all.getPropertyNames()) {
            if (name.startsWith(KAFKA)) {
                all.getOptionalValue(name, String.class)
                        .ifPresent(value -> settings.put(name.substring(KAFKA.length()), value));
            }
        }
        String bootstrap = "bootstrap.servers";
        settings.put(bootstrap, all.getValue(KAFKA + bootstrap, String.class));
        return new Connections(settings);
    }

    @Produces
    @Singleton
    GatewayProducer producer(Connections connections, Clocks clocks) {
        return new GatewayProducer(connections, clocks.nanoTime());
    }

    @Produces
    @Singleton
    MeteredRequestPublisher publisher(GatewayProducer producer, GatewayMetrics metrics) {
        return new MeteredRequestPublisher(producer, metrics);
    }

    @Produces
    @Singleton
    PendingRequests pendingRequests(
            LinkSettings link,
            Clocks clocks,
            MeteredRequestPublisher publisher,
            ModelRegistry models,
            RandomGenerator random) {
        Identity identity = new Identity(link.gatewayId(), Topics.TOKENS.name(), link.index());
        StreamSettings settings =
                new StreamSettings(
                        config.stallTimeout(),
                        config.attempts(),
                        config.callTimeout(),
                        config.graceTimeout());
        return new PendingRequests(
                identity, settings, clocks, publisher, models, random, observers(clocks));
    }

    /** Traces cost nothing where they are off. */
    private PendingRequestObserver.Source observers(Clocks clocks) {
        PendingRequestObserver.Source metrics =
                new PendingRequestMetrics(registry, clocks.nanoTime());
        return hasNoTraces
                ? metrics
                : new TracedPendingRequests(metrics, new Tracing(telemetry, "llamaline.gateway"));
    }

    @Produces
    @Singleton
    BrokerLink link(
            LinkSettings settings,
            Connections connections,
            GatewayProducer producer,
            PendingRequests pendingRequests,
            ModelRegistry models) {
        return new BrokerLink(
                settings, connections, producer, pendingRequests, models, stop::begin);
    }

    @Produces
    @Singleton
    Availability availability(BrokerLink link, ModelRegistry models) {
        return new Availability(() -> link.state() == LinkState.READY, models);
    }
}
