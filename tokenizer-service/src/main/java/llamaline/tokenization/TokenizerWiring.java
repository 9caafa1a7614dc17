package llamaline.tokenization;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import llamaline.contract.Cancellations;
import llamaline.kafka.ReplyTopics;
import llamaline.kafka.TopicsConfig;
import llamaline.telemetry.Tracing;
import llamaline.tokenization.encoding.Lanes;
import llamaline.tokenization.encoding.ServedModels;
import llamaline.tokenization.kafka.AnnouncementConsumer;
import llamaline.tokenization.kafka.Announcements;
import llamaline.tokenization.kafka.Connections;
import llamaline.tokenization.kafka.InFlight;
import llamaline.tokenization.kafka.PromptTopics;
import llamaline.tokenization.kafka.RequestObserver;
import llamaline.tokenization.kafka.RequestTokenizer;
import llamaline.tokenization.kafka.SourceId;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together: plain objects, made once, in the order of the flow. */
@ApplicationScoped
class TokenizerWiring {
    private static final String KAFKA = "kafka.";
    private static final String BOOTSTRAP = "bootstrap.servers";

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

    /** Everything below {@code kafka.} in the settings is the clients'. */
    @Produces
    @Singleton
    Connections connections(Config config) {
        Map<String, String> settings = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(KAFKA)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> settings.put(name.substring(KAFKA.length()), value));
            }
        }
        settings.put(BOOTSTRAP, config.getValue(KAFKA + BOOTSTRAP, String.class));
        return new Connections(settings);
    }

    @Produces
    @Singleton
    RequestTokenizer.Sources sources(TokenizerSettings settings) {
        return new RequestTokenizer.Sources(
                new ServedModels(settings.modelTimeout(), settings.waitingBytes()),
                new Cancellations(settings.cancellations()));
    }

    @Produces
    @Singleton
    PromptTopics topics(Connections connections, TokenizerSettings settings) {
        return new PromptTopics(connections, settings.replication());
    }

    @Produces
    @Singleton
    AnnouncementConsumer announcements(
            Connections connections,
            RequestTokenizer.Sources sources,
            PromptTopics topics,
            InstantSource clock) {
        var heard = new Announcements(sources.models(), sources.cancellations(), topics, clock);
        return new AnnouncementConsumer(connections, heard, clock);
    }

    @Produces
    @Singleton
    ReplyTopics replyTopics(Connections connections) {
        return new ReplyTopics(connections.admin());
    }

    @Produces
    @Singleton
    Lanes lanes(TokenizerSettings settings) {
        return new Lanes(settings.threads());
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
