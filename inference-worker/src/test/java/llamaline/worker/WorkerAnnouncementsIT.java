package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Topics;
import llamaline.contract.WorkerStatusDeserializer;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TopicTail;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.FinishReason;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import llamaline.worker.kafka.KafkaStartException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker says of itself, from its start to its end. */
class WorkerAnnouncementsIT {
    private static final String BROKER = SharedBroker.bootstrapServers();

    private final String name = "model-" + UUID.randomUUID();
    private final String workerId = "worker-of-" + name;
    private final GatedModel model = new GatedModel(2, 64);
    private final TestGateway gateway = new TestGateway(name);

    @AfterEach
    void close() {
        model.open();
        gateway.close();
    }

    private TestWorker start() {
        return TestWorker.start(workerId, name, model);
    }

    private static TopicTail<WorkerStatus> statuses() {
        return TopicTail.open(BROKER, Topics.WORKERS.name(), new WorkerStatusDeserializer());
    }

    private List<WorkerStatus> mine(List<ConsumerRecord<String, @Nullable WorkerStatus>> records) {
        return records.stream()
                .map(ConsumerRecord::value)
                .filter(Objects::nonNull)
                .filter(status -> status.getWorkerId().equals(workerId))
                .toList();
    }

    @Test
    void announcesItsModelAndTakesThePlaceOfAnAbsentOne() {
        try (var cards =
                TopicTail.open(BROKER, Topics.MODELS.name(), new ModelCardDeserializer())) {
            start().close();
            ModelCard successor = TestWorker.card(name, model, "weights-2");
            TestWorker.start("successor-of-" + name, successor, model).close();

            List<ModelCard> announced =
                    cards.await("both cards", seen -> ofModel(seen).size() == 2).stream()
                            .map(ConsumerRecord::value)
                            .filter(Objects::nonNull)
                            .filter(card -> card.getModel().equals(name))
                            .toList();
            assertEquals(
                    List.of(TestWorker.card(name, model, TestWorker.WEIGHTS), successor),
                    announced);
        }
    }

    private List<ConsumerRecord<String, @Nullable ModelCard>> ofModel(
            List<ConsumerRecord<String, @Nullable ModelCard>> records) {
        return records.stream().filter(record -> name.equals(record.key())).toList();
    }

    @Test
    void refusesToStartBesideAWorkerWithOtherWeights() {
        try (var first = start()) {
            ModelCard other = TestWorker.card(name, model, "weights-2");

            var thrown =
                    assertThrows(
                            KafkaStartException.class,
                            () -> TestWorker.start("other-" + name, other, new GatedModel(2, 64)));

            assertTrue(
                    String.valueOf(thrown.getMessage())
                            .contains("weights_hash is weights-1 there and weights-2 here"));
            assertTrue(first.worker().isReady());
            assertEquals(3, gateway.ids(gateway.send(EncodedPrompts.of(name, 3))).size());
        }
    }

    @Test
    void saysEachSecondHowItDoesAndTakesItsLeave() {
        try (var statuses = statuses();
                var worker = start()) {
            gateway.answer(gateway.send(EncodedPrompts.of(name, 8)));
            WorkerStatus later =
                    mine(statuses.await(
                                    "a status after the prompt",
                                    seen ->
                                            mine(seen).stream()
                                                    .anyMatch(s -> s.getAdmitted() == 1)))
                            .getLast();
            statuses.await("three statuses", seen -> mine(seen).size() >= 3);
            worker.stop();
            List<WorkerStatus> all =
                    mine(statuses.await("the last", seen -> mine(seen).getLast().getStopping()));

            assertEquals(name, later.getModel());
            assertEquals(2, later.getSlots());
            assertEquals(2, later.getFreeSlots());
            assertEquals(1, all.stream().filter(WorkerStatus::getStopping).count());
        }
    }

    @Test
    void saysHowItDoesAgainWhereTheTopicWasDeleted() throws Exception {
        String topic = Topics.WORKERS.name();
        try (var worker = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            admin.deleteTopics(List.of(topic)).all().get();
            Await.until("the topic again", () -> isKnown(admin, topic));

            try (var statuses = statuses()) {
                statuses.await("a status", seen -> !mine(seen).isEmpty());
            }
            assertTrue(worker.worker().isReady());
        }
    }

    private static boolean isKnown(Admin admin, String topic) {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .toCompletionStage()
                .handle((found, _) -> found != null)
                .toCompletableFuture()
                .join();
    }

    @Test
    void finishesWhatRunsBeforeItStops() {
        var worker = start();
        model.shut();
        EncodedPrompt running = gateway.send(EncodedPrompts.of(name, 20));
        gateway.awaitAdmitted(running);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(worker::stop);
        Await.until("it takes no more", () -> !worker.worker().isReady());
        model.open();
        stopped.join();

        assertEquals(20, gateway.ids(running).size());
        assertEquals(FinishReason.LENGTH, gateway.end(running).getReason());
        EncodedPrompt late = gateway.send(EncodedPrompts.of(name, 1));
        assertFalse(worker.worker().isReady());
        try (var _ = TestWorker.start("next-" + name, name, new GatedModel(1, 64))) {
            assertEquals(1, gateway.ids(late).size());
        }
    }
}
