package llamaline.gateway.kafka;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import llamaline.contract.ReplyAddress;
import llamaline.contract.Topics;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.ObservedRequests;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.StreamSettings;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
import llamaline.telemetry.Clocks;

/** What stands behind a gateway's HTTP, put together without a framework. */
final class GatewayParts implements AutoCloseable {
    final ModelRegistry models = new ModelRegistry(Duration.ofSeconds(5), System::nanoTime);
    final AtomicInteger losses = new AtomicInteger();
    final AtomicInteger unreadable = new AtomicInteger();
    final PendingRequests pendingRequests;
    final GatewayLink link;
    private final GatewayProducer publisher;

    GatewayParts(String bootstrapServers, int index, String gatewayId) {
        InstantSource wall = InstantSource.system();
        KafkaClients clients =
                new KafkaClients(
                        KafkaSettings.of(bootstrapServers), gatewayId, Duration.ofSeconds(10));
        publisher = new GatewayProducer(clients, System::nanoTime);
        pendingRequests =
                new PendingRequests(
                        new ReplyAddress(Topics.TOKENS.name(), index, gatewayId),
                        new StreamSettings(
                                Duration.ofSeconds(5),
                                3,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(2)),
                        new Clocks(wall, System::nanoTime),
                        publisher,
                        models,
                        new SecureRandom(),
                        new ObservedRequests());
        link =
                new GatewayLink(
                        new LinkContext(
                                new LinkSettings(index, gatewayId, (short) 1, wall.instant()),
                                unreadable::incrementAndGet,
                                losses::incrementAndGet),
                        clients,
                        publisher,
                        pendingRequests,
                        models);
    }

    @Override
    public void close() {
        link.close();
        publisher.close();
    }
}
