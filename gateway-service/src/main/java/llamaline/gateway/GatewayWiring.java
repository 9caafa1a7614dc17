package llamaline.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import llamaline.contract.ReplyAddress;
import llamaline.contract.Topics;
import llamaline.gateway.kafka.GatewayLink;
import llamaline.gateway.kafka.GatewayProducer;
import llamaline.gateway.kafka.LinkContext;
import llamaline.gateway.kafka.LinkSettings;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.mask.MaskCalls;
import llamaline.gateway.models.Availability;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.PendingRequestObserver;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.StreamSettings;
import llamaline.gateway.tokenizer.TokenizerCalls;
import llamaline.gateway.validation.RequestValidator;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
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

    /** The start is tried again until it succeeds. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);

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

    @Produces
    @Singleton
    KafkaClients kafkaClients(Config all, LinkSettings link) {
        var clients = new KafkaClients(KafkaSettings.of(all), link.gatewayId(), API_TIMEOUT);
        GatewayMetrics.registerReaders(registry, clients.readers());
        return clients;
    }

    @Produces
    @Singleton
    GatewayProducer producer(KafkaClients clients, Clocks clocks) {
        return new GatewayProducer(clients, clocks.nanoTime());
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
        ReplyAddress replyAddress =
                new ReplyAddress(Topics.TOKENS.name(), link.index(), link.gatewayId());
        StreamSettings settings =
                new StreamSettings(
                        config.stallTimeout(),
                        config.attempts(),
                        config.callTimeout(),
                        config.graceTimeout());
        return new PendingRequests(
                replyAddress, settings, clocks, publisher, models, random, observers(clocks));
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
    LinkContext linkContext(LinkSettings settings, GatewayMetrics metrics) {
        return new LinkContext(settings, metrics::unreadableRecord, stop::begin);
    }

    @Produces
    @Singleton
    GatewayLink link(
            LinkContext context,
            KafkaClients clients,
            GatewayProducer producer,
            PendingRequests pendingRequests,
            ModelRegistry models) {
        return new GatewayLink(context, clients, producer, pendingRequests, models);
    }

    @Produces
    @Singleton
    Availability availability(GatewayLink link, ModelRegistry models) {
        return new Availability(link::isReady, models);
    }
}
