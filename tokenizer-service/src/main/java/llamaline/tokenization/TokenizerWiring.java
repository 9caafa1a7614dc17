package llamaline.tokenization;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import llamaline.contract.Cancellations;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
import llamaline.kafka.ReplyTopics;
import llamaline.kafka.TopicCreator;
import llamaline.kafka.TopicsConfig;
import llamaline.telemetry.Tracing;
import llamaline.tokenization.encoding.EncoderExecutor;
import llamaline.tokenization.kafka.InFlight;
import llamaline.tokenization.kafka.PromptTopics;
import llamaline.tokenization.kafka.RequestObserver;
import llamaline.tokenization.kafka.RequestTokenizer;
import llamaline.tokenization.kafka.SourceId;
import llamaline.tokenization.kafka.TokenizerAnnouncementHandler;
import llamaline.tokenization.models.ModelTokenizers;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together: plain objects, made once, in the order of the flow. */
@ApplicationScoped
class TokenizerWiring {
    /** Whoever waits for a broker here tries again. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    SourceId sourceId(TokenizerConfig config) {
        return new SourceId(config.id().orElseGet(() -> "tokenizer-" + UUID.randomUUID()));
    }

    /** A static member of the group, where it has a name of its own to come back under. */
    @Produces
    @Singleton
    @Identifier("requests-consumer")
    Map<String, Object> requestsConsumer(TokenizerConfig config) {
        Map<String, Object> settings = new HashMap<>();
        config.id().ifPresent(id -> settings.put("group.instance.id", id));
        return settings;
    }

    @Produces
    @Singleton
    KafkaClients kafkaClients(Config config, SourceId source, MeterRegistry registry) {
        var clients = new KafkaClients(KafkaSettings.of(config), source.value(), API_TIMEOUT);
        TokenizerMetrics.registerReaders(registry, clients.readers());
        return clients;
    }

    @Produces
    @Singleton
    RequestTokenizer.Sources sources(TokenizerSettings settings) {
        return new RequestTokenizer.Sources(
                new ModelTokenizers(settings.modelTimeout(), settings.waitingBytes()),
                new Cancellations(settings.cancellations()));
    }

    @Produces
    @Singleton
    PromptTopics topics(KafkaClients clients, TokenizerSettings settings) {
        return new PromptTopics(new TopicCreator(clients, settings.replication()));
    }

    @Produces
    @Singleton
    TokenizerAnnouncementHandler announcements(
            RequestTokenizer.Sources sources, PromptTopics topics, InstantSource clock) {
        return new TokenizerAnnouncementHandler(
                sources.models(), sources.cancellations(), topics, clock);
    }

    @Produces
    @Singleton
    ReplyTopics replyTopics(KafkaClients clients) {
        return new ReplyTopics(clients.admin("replies"));
    }

    @Produces
    @Singleton
    EncoderExecutor encoders(TokenizerSettings settings) {
        return new EncoderExecutor(settings.threads());
    }

    @Produces
    @Singleton
    InFlight inFlight(TokenizerSettings settings) {
        return new InFlight(settings.inFlightBytes());
    }

    /** Traces cost nothing where they are off. */
    @Produces
    @Singleton
    RequestObserver observer(
            TokenizerMetrics metrics,
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean hasNoTraces) {
        return hasNoTraces
                ? metrics
                : new TracedRequests(metrics, new Tracing(telemetry, "llamaline.tokenization"));
    }

    @Produces
    @Singleton
    @Typed(TokenizerMetrics.class)
    TokenizerMetrics metrics(MeterRegistry registry, InFlight inFlight) {
        return new TokenizerMetrics(registry, inFlight, System::nanoTime);
    }

    @Produces
    @Singleton
    TokenizerSettings settings(TokenizerConfig config, TopicsConfig topics) {
        return TokenizerSettings.of(config, topics);
    }
}
