package llamaline.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import llamaline.contract.TokenEventsDeserializer;
import llamaline.contract.Topics;
import llamaline.v1.Finished;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the token events of every partition, as a gateway would. Not thread-safe. */
public final class TokensTail implements AutoCloseable {
    private final TopicTail<TokenEvents> tail;

    private TokensTail(TopicTail<TokenEvents> tail) {
        this.tail = tail;
    }

    /** Opens {@code llamaline.tokens}, which must exist, at its end. */
    public static TokensTail open(String bootstrapServers) {
        return open(bootstrapServers, Topics.TOKENS.name());
    }

    /** Opens another reply topic at its end. */
    public static TokensTail open(String bootstrapServers, String topic) {
        return new TokensTail(
                TopicTail.open(bootstrapServers, topic, new TokenEventsDeserializer()));
    }

    /**
     * Waits until the events of a request satisfy a condition, and returns them all in their order.
     */
    public List<TokenEvent> await(
            String what, String requestId, Predicate<List<TokenEvent>> condition) {
        return of(requestId, tail.await(what, seen -> condition.test(of(requestId, seen))));
    }

    /** Waits until an attempt has ended, and returns all events of the request. */
    public List<TokenEvent> awaitFinished(String requestId, int attempt) {
        return await(
                "the end of " + requestId,
                requestId,
                events ->
                        events.stream()
                                .anyMatch(e -> e.getAttempt() == attempt && e.hasFinished()));
    }

    /** Waits until an attempt has ended, and returns its end. */
    public Finished finished(String requestId, int attempt) {
        return awaitFinished(requestId, attempt).stream()
                .filter(event -> event.getAttempt() == attempt && event.hasFinished())
                .map(TokenEvent::getFinished)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the events of a request that have come so far. */
    public List<TokenEvent> events(String requestId) {
        return of(requestId, tail.all());
    }

    /** Returns all records that have come so far. */
    public List<TokenEvents> all() {
        return tail.all().stream().map(ConsumerRecord::value).filter(Objects::nonNull).toList();
    }

    private static List<TokenEvent> of(
            String requestId, List<ConsumerRecord<String, @Nullable TokenEvents>> records) {
        List<TokenEvent> events = new ArrayList<>();
        for (ConsumerRecord<String, @Nullable TokenEvents> record : records) {
            TokenEvents value = record.value();
            if (value != null) {
                value.getEventsList().stream()
                        .filter(event -> event.getRequestId().equals(requestId))
                        .forEach(events::add);
            }
        }
        return events;
    }

    @Override
    public void close() {
        tail.close();
    }
}
