package llamaline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Topics;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.kafka.GatewayLink;
import llamaline.gateway.kafka.GatewayProducer;
import llamaline.gateway.kafka.LinkSettings;
import llamaline.gateway.kafka.LinkState;
import llamaline.gateway.models.Availability;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.stream.CallPlan;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
import llamaline.kafka.LivenessConfig;
import llamaline.telemetry.Clocks;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TopicTail;
import llamaline.v1.CancellationReason;
import llamaline.v1.Control;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

/** What is still open when the gateway stops. */
class GatewayStopIT {
    @Test
    void isEndedWithAnErrorAndCancelledAtTheWorkers() {
        GatewayConfig config = TestConfig.of(GatewayConfig.class);
        GatewayWiring wiring =
                new GatewayWiring(
                        config,
                        new GatewayStop(),
                        new SimpleMeterRegistry(),
                        OpenTelemetry.noop(),
                        true);
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        KafkaClients clients =
                new KafkaClients(
                        KafkaSettings.of(SharedBroker.bootstrapServers()),
                        "gateway-stops",
                        Duration.ofSeconds(10));
        GatewayProducer producer = wiring.producer(clients, clocks);
        ModelRegistry models = wiring.models(TestConfig.of(LivenessConfig.class), clocks);
        LinkSettings settings =
                new LinkSettings(7, "gateway-stops", (short) 1, clocks.wall().instant());
        GatewayMetrics metrics = wiring.metrics(wiring.openCalls(wiring.limits()), clocks);
        MeteredRequestPublisher publisher = wiring.publisher(producer, metrics);
        PendingRequests pendingRequests =
                wiring.pendingRequests(settings, clocks, publisher, models, new SecureRandom());
        GatewayLink link =
                wiring.link(
                        wiring.linkContext(settings, metrics),
                        clients,
                        producer,
                        pendingRequests,
                        models);
        Availability availability = wiring.availability(link, models);
        var lifecycle = new GatewayLifecycle(config, link, producer, pendingRequests, availability);
        ConcurrentLinkedQueue<CallEvent> told = new ConcurrentLinkedQueue<>();

        lifecycle.start(new StartupEvent());
        Await.until("readiness", () -> link.state() == LinkState.READY);
        try (TopicTail<Control> control =
                TopicTail.open(
                        SharedBroker.bootstrapServers(),
                        Topics.CONTROL.name(),
                        new ControlDeserializer())) {
            pendingRequests.open(plan(), told::addAll);
            lifecycle.leave(new ShutdownDelayInitiatedEvent());
            assertThrows(RefusedException.class, availability::requireReady);
            assertEquals(0, told.size());
            lifecycle.stop(new ShutdownEvent());

            assertEquals(1, told.size());
            assertTrue(told.peek() instanceof CallEvent.Failed, told.toString());
            assertEquals(LinkState.CLOSED, link.state());
            control.await(
                    "the cancellation",
                    seen ->
                            seen.stream()
                                    .anyMatch(record ->
                                            record.value() != null
                                                    && record.value().getCancellation().getReason()
                                                            == CancellationReason.CALL_FAILED));
        }
    }

    private static CallPlan plan() {
        GenerationRequest request = GenerationRequest.newBuilder().setModel("none").build();
        return new CallPlan(
                DemoTokenizer.INSTANCE, List.of(request), DetokenizerOptions.endingAt(List.of()));
    }
}
