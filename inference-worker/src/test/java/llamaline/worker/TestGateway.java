package llamaline.worker;

import java.util.List;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import llamaline.testkit.TokensTail;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.Finished;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;

/** Sends prompts to a model's workers and hears what becomes of them. Not thread-safe. */
final class TestGateway implements AutoCloseable {
    private static final long MINUTE_MILLIS = 60_000;

    private final Topic prompts;
    private final TestProducer producer = new TestProducer(SharedBroker.bootstrapServers());
    private final TokensTail tokens;

    /** Makes the topics where they are missing; hears what comes from now on. */
    TestGateway(String model) {
        prompts = Topics.prompts(model);
        producer.create(prompts, Topics.TOKENS, Topics.CONTROL, Topics.MODELS, Topics.WORKERS);
        tokens = TokensTail.open(SharedBroker.bootstrapServers());
    }

    EncodedPrompt send(EncodedPrompt.Builder prompt) {
        EncodedPrompt built = prompt.build();
        producer.send(prompts, built.getRequestId(), built);
        return built;
    }

    void sendBytes(byte... bytes) {
        producer.send(prompts, "key", bytes);
    }

    void cancel(Cancellation.Builder cancellation) {
        cancellation.setDeadlineEpochMillis(System.currentTimeMillis() + MINUTE_MILLIS);
        producer.send(
                Topics.CONTROL,
                cancellation.getRequestId(),
                Control.newBuilder().setCancellation(cancellation).build());
    }

    void awaitAdmitted(EncodedPrompt prompt) {
        tokens.await(
                "the admission",
                prompt.getRequestId(),
                events -> events.stream().anyMatch(TokenEvent::hasAdmitted));
    }

    void awaitAlive(EncodedPrompt prompt, int times) {
        tokens.await(
                times + " signs of life",
                prompt.getRequestId(),
                seen -> seen.stream().filter(TokenEvent::hasAlive).count() >= times);
    }

    /** All events of a prompt, its end included. */
    List<TokenEvent> answer(EncodedPrompt prompt) {
        return tokens.awaitFinished(prompt.getRequestId(), prompt.getAttempt());
    }

    /** The ids of an answer. */
    List<Integer> ids(EncodedPrompt prompt) {
        return answer(prompt).stream()
                .filter(event -> event.getAttempt() == prompt.getAttempt())
                .flatMap(event -> event.getTokens().getIdsList().stream())
                .toList();
    }

    Finished end(EncodedPrompt prompt) {
        return tokens.finished(prompt.getRequestId(), prompt.getAttempt());
    }

    /** The events of a prompt until now. */
    List<TokenEvent> events(EncodedPrompt prompt) {
        return tokens.events(prompt.getRequestId());
    }

    /** A worker's records until now. */
    List<TokenEvents> records(String workerId) {
        return tokens.all().stream()
                .filter(record -> record.getSourceId().equals(workerId))
                .toList();
    }

    @Override
    public void close() {
        tokens.close();
        producer.close();
    }
}
