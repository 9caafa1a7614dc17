package llamaline.gateway.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Topics;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.CallPlan;
import llamaline.gateway.stream.Say;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import llamaline.testkit.TopicTail;
import llamaline.v1.CancellationReason;
import llamaline.v1.Control;
import llamaline.v1.GenerationRequest;
import llamaline.v1.ReplyTo;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A gateway takes its place at the broker, and leaves it to a younger one. */
class GatewayLinkIT {
    private static final String BROKER = SharedBroker.bootstrapServers();

    @Test
    void isReadyWhenItKnowsEveryModelThatWasAnnounced() {
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "model-" + i).toList();
        try (TestProducer producer = new TestProducer(BROKER);
                GatewayParts gateway = new GatewayParts(BROKER, 3, "gateway-models")) {
            producer.create(Topics.MODELS);
            names.forEach(name -> producer.send(Topics.MODELS, name, Cards.infilling(name)));
            assertEquals(LinkState.STARTING, gateway.link.state());

            gateway.link.open();
            awaitReady(gateway);

            names.forEach(name -> assertEquals(name, gateway.models.choose(name).name()));
            names.forEach(name -> producer.send(Topics.MODELS, name, new byte[0]));
        }
    }

    @Test
    void endsInTimeWhereThereIsNoBroker() {
        GatewayParts gateway = new GatewayParts("127.0.0.1:1", 0, "gateway-lonely");
        gateway.link.open();
        Await.until("the start waits for the broker", GatewayLinkIT::startWaits);

        assertTimeoutPreemptively(Duration.ofSeconds(15), gateway::close);
    }

    private static boolean startWaits() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("gateway-start")
                                && thread.getState() == Thread.State.WAITING);
    }

    @Test
    void makesRoomForItsPartition() throws ExecutionException, InterruptedException {
        try (GatewayParts gateway = new GatewayParts(BROKER, 18, "gateway-18");
                Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            gateway.link.open();
            awaitReady(gateway);
            String tokens = Topics.TOKENS.name();
            int partitions =
                    admin.describeTopics(List.of(tokens))
                            .allTopicNames()
                            .get()
                            .values()
                            .iterator()
                            .next()
                            .partitions()
                            .size();
            assertTrue(partitions >= 19, partitions + " partitions");
        }
    }

    @Test
    void anOlderGatewayGivesWayAndItsWorkIsCancelled() {
        try (GatewayParts older = new GatewayParts(BROKER, 5, "gateway-older");
                GatewayParts younger = new GatewayParts(BROKER, 5, "gateway-younger")) {
            older.link.open();
            awaitReady(older);
            ConcurrentLinkedQueue<CallEvent> told = new ConcurrentLinkedQueue<>();
            older.pendingRequests.open(plan(), told::addAll);

            younger.link.open();
            awaitReady(younger);
            Await.until("the older one to stop", () -> older.losses.get() == 1);

            assertEquals(LinkState.SUPERSEDED, older.link.state());
            assertTrue(told.peek() instanceof CallEvent.Failed, told.toString());
            assertEquals(LinkState.READY, younger.link.state());
            assertCancelled(5, "gateway-older");
        }
    }

    @Test
    void aBrokerThatIsAwayIsWaitedForAndLeftAtOnce() {
        try (GatewayParts gateway = new GatewayParts("127.0.0.1:1", 0, "gateway-alone")) {
            gateway.link.open();
            assertEquals(LinkState.STARTING, gateway.link.state());
            gateway.link.close();
            assertEquals(LinkState.CLOSED, gateway.link.state());
        }
    }

    @Test
    void countsARecordOfItsPartitionThatIsNoTokenEvents() {
        try (GatewayParts gateway = new GatewayParts(BROKER, 6, "gateway-counts");
                var producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", BROKER),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            gateway.link.open();
            awaitReady(gateway);

            byte[] malformed = {(byte) 0xff, 1};
            var _ = producer.send(new ProducerRecord<>(Topics.TOKENS.name(), 6, null, malformed));

            Await.until("the record is counted", () -> gateway.unreadable.get() == 1);
            assertEquals(LinkState.READY, gateway.link.state());
        }
    }

    private static void assertCancelled(int partition, String gatewayId) {
        GenerationRequest orphan =
                GenerationRequest.newBuilder()
                        .setRequestId("orphan of " + gatewayId)
                        .setAttempt(1)
                        .setReplyTo(ReplyTo.newBuilder().setGatewayId(gatewayId))
                        .build();
        TokenEvents events =
                TokenEvents.newBuilder().setSourceId("w").addEvents(Say.alive(orphan)).build();
        try (TopicTail<Control> control =
                        TopicTail.open(BROKER, Topics.CONTROL.name(), new ControlDeserializer());
                var producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", BROKER),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            var _ =
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.TOKENS.name(), partition, null, events.toByteArray()));
            control.await(
                    "a cancellation",
                    seen ->
                            seen.stream()
                                    .map(record -> record.value())
                                    .anyMatch(value -> cancels(value, orphan)));
        }
    }

    private static boolean cancels(@Nullable Control control, GenerationRequest request) {
        return control != null
                && control.getCancellation().getRequestId().equals(request.getRequestId())
                && control.getCancellation().getReason() == CancellationReason.UNKNOWN_REQUEST;
    }

    private static CallPlan plan() {
        GenerationRequest request = GenerationRequest.newBuilder().setModel("none").build();
        return new CallPlan(
                DemoTokenizer.INSTANCE, List.of(request), DetokenizerOptions.endingAt(List.of()));
    }

    private static void awaitReady(GatewayParts gateway) {
        Await.until("readiness", () -> gateway.link.state() == LinkState.READY);
    }
}
