package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.v1.Cancellation;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prompts in, events out: a worker on a broker, without tokenizer service and gateway. */
class WorkerIT {
    private static final int SLOTS = 4;
    private static final int SLOT_LENGTH = 256;
    private static final int ENDLESS = 100_000;

    private final String name = "model-" + UUID.randomUUID();
    private final String workerId = "worker-of-" + name;
    private final Topic topic = Topics.prompts(name);
    private final GatedModel model = new GatedModel(SLOTS, SLOT_LENGTH);
    private final TestGateway gateway = new TestGateway(name);
    private TestWorker worker;

    @BeforeEach
    void start() {
        worker = TestWorker.start(workerId, name, model);
    }

    @AfterEach
    void stop() {
        model.slowDown(Duration.ZERO);
        model.open();
        worker.close();
        gateway.close();
    }

    private EncodedPrompt.Builder prompt(int maxNewTokens) {
        return EncodedPrompts.of(name, maxNewTokens);
    }

    private void awaitAcknowledged() {
        Await.until(
                "all prompts are taken",
                () -> ShareGroupLag.of(Topics.workersGroup(name), topic) == 0);
    }

    private void awaitIdle() {
        Await.until("all slots are free", () -> worker.worker().status().busySlots() == 0);
    }

    @Test
    void answersAPromptTokenByToken() {
        List<TokenEvent> events = gateway.answer(gateway.send(prompt(5)));

        assertTrue(events.getFirst().hasAdmitted());
        assertEquals(
                List.of(0, 1, 2, 3, 4),
                events.stream()
                        .filter(TokenEvent::hasTokens)
                        .map(event -> event.getTokens().getFirstIndex())
                        .toList());
        assertEquals(FinishReason.LENGTH, events.getLast().getFinished().getReason());
        assertEquals(7, events.size());
        for (TokenEvent event : events) {
            assertEquals(1, event.getAttempt());
            assertEquals("gateway-1", event.getGatewayId());
        }
    }

    @Test
    void endsAtAStopId() {
        List<Integer> free = gateway.ids(gateway.send(prompt(5)));

        EncodedPrompt stopped = gateway.send(prompt(5).addStopIds(free.get(2)));

        List<Integer> ids = gateway.ids(stopped);
        assertEquals(FinishReason.STOP, gateway.end(stopped).getReason());
        assertEquals(free.get(2), ids.getLast());
        assertEquals(free.subList(0, ids.size()), ids);
    }

    @Test
    void aResumedAttemptGivesTheRest() {
        List<Integer> whole = gateway.ids(gateway.send(prompt(6)));

        EncodedPrompt resumed =
                gateway.send(prompt(6).setAttempt(2).addAllResumeIds(whole.subList(0, 4)));

        assertEquals(whole.subList(4, 6), gateway.ids(resumed));
        TokenEvent first =
                gateway.answer(resumed).stream()
                        .filter(TokenEvent::hasTokens)
                        .findFirst()
                        .orElseThrow();
        assertEquals(4, first.getTokens().getFirstIndex());
    }

    @Test
    void publishesOneRecordForEachGatewayAndStep() {
        model.shut();
        List<EncodedPrompt> prompts =
                List.of(
                        gateway.send(prompt(20).setReplyTo(EncodedPrompts.gateway("one", 1))),
                        gateway.send(prompt(20).setReplyTo(EncodedPrompts.gateway("one", 1))),
                        gateway.send(prompt(20).setReplyTo(EncodedPrompts.gateway("two", 2))));
        awaitAcknowledged();
        model.open();
        prompts.forEach(gateway::answer);

        List<TokenEvents> records = gateway.records(workerId);

        for (TokenEvents record : records) {
            assertEquals(
                    1,
                    record.getEventsList().stream()
                            .map(TokenEvent::getGatewayId)
                            .distinct()
                            .count());
            List<String> requests = requestsWithTokens(record);
            assertEquals(requests.stream().distinct().toList(), requests);
        }
        assertTrue(records.stream().anyMatch(record -> requestsWithTokens(record).size() == 2));
    }

    private static List<String> requestsWithTokens(TokenEvents record) {
        return record.getEventsList().stream()
                .filter(TokenEvent::hasTokens)
                .map(TokenEvent::getRequestId)
                .toList();
    }

    @Test
    void acknowledgesAtAdmissionAndNotAtTheEnd() {
        model.shut();
        EncodedPrompt prompt = gateway.send(prompt(5));
        gateway.awaitAdmitted(prompt);

        awaitAcknowledged();

        assertTrue(gateway.events(prompt).stream().noneMatch(TokenEvent::hasFinished));
        model.open();
        assertEquals(5, gateway.ids(prompt).size());
    }

    @Test
    void aCancellationEndsWhatRunsWithoutAWord() {
        model.slowDown(Duration.ofMillis(100));
        EncodedPrompt prompt = gateway.send(prompt(ENDLESS));
        gateway.awaitAdmitted(prompt);

        gateway.cancel(Cancellation.newBuilder().setRequestId(prompt.getRequestId()));

        awaitIdle();
        gateway.answer(gateway.send(prompt(1)));
        assertTrue(gateway.events(prompt).stream().noneMatch(TokenEvent::hasFinished));
    }

    @Test
    void aCancellationMayOvertakeItsPrompt() {
        EncodedPrompt unwanted = prompt(5).build();
        EncodedPrompt nextAttempt = prompt(5).setAttempt(2).build();
        EncodedPrompt elsewhere = prompt(5).build();
        gateway.cancel(Cancellation.newBuilder().setRequestId(unwanted.getRequestId()));
        gateway.cancel(
                Cancellation.newBuilder().setRequestId(nextAttempt.getRequestId()).setAttempt(1));
        gateway.cancel(
                Cancellation.newBuilder()
                        .setRequestId(elsewhere.getRequestId())
                        .setOnlyWorker("another"));
        awaitCancellationsAreHeard();

        gateway.send(unwanted.toBuilder());
        gateway.send(nextAttempt.toBuilder());
        gateway.send(elsewhere.toBuilder());

        assertEquals(5, gateway.ids(nextAttempt).size());
        assertEquals(5, gateway.ids(elsewhere).size());
        awaitAcknowledged();
        awaitIdle();
        assertTrue(gateway.events(unwanted).isEmpty());
    }

    /** The topic has one partition: who obeys the last has read those before it. */
    private void awaitCancellationsAreHeard() {
        model.slowDown(Duration.ofMillis(100));
        EncodedPrompt last = gateway.send(prompt(ENDLESS));
        gateway.awaitAdmitted(last);
        gateway.cancel(Cancellation.newBuilder().setRequestId(last.getRequestId()));
        awaitIdle();
        model.slowDown(Duration.ZERO);
    }

    @Test
    void aPromptThatComesTwiceIsAnsweredOnce() {
        EncodedPrompt prompt = prompt(5).build();

        gateway.send(prompt.toBuilder());
        gateway.send(prompt.toBuilder());

        gateway.answer(prompt);
        awaitAcknowledged();
        gateway.answer(gateway.send(prompt(1)));
        assertEquals(7, gateway.events(prompt).size());
    }

    @Test
    void whatWasHandedOutTwiceInVainIsRefused() {
        worker.close();
        EncodedPrompt poison = gateway.send(prompt(5));
        Deliveries.releaseTwice(Topics.workersGroup(name), topic);

        try (var next = TestWorker.start("next-" + name, name, new GatedModel(1, SLOT_LENGTH))) {
            assertEquals(ErrorCode.TOO_MANY_DELIVERIES, gateway.end(poison).getFailure().getCode());
            assertTrue(next.worker().isReady());
        }
    }

    @Test
    void saysThatASlowSequenceIsAlive() {
        model.shut();
        EncodedPrompt prompt = gateway.send(prompt(1));

        gateway.awaitAlive(prompt, 2);

        assertTrue(gateway.events(prompt).stream().noneMatch(TokenEvent::hasTokens));
        model.open();
        assertEquals(1, gateway.ids(prompt).size());
        assertEquals(0, worker.worker().lostRecords());
    }
}
