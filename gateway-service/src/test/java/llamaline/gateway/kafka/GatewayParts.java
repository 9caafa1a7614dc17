package llamaline.gateway.kafka;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import llamaline.contract.Topics;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.Identity;
import llamaline.gateway.stream.ObservedRequests;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.StreamSettings;
import llamaline.telemetry.Clocks;

/** What stands behind a gateway's HTTP, put together without a framework. */
final class GatewayParts implements AutoCloseable {
    final ModelRegistry models = new ModelRegistry(Duration.ofSeconds(5), System::nanoTime);
    final AtomicInteger losses = new AtomicInteger();
    final PendingRequests pendingRequests;
    final BrokerLink link;
    private final GatewayProducer publisher;

    GatewayParts(String bootstrapServers, int index, String gatewayId) {
        InstantSource wall = InstantSource.system();
        Connections connections = new Connections(Map.of("bootstrap.servers", bootstrapServers));
        publisher = new GatewayProducer(connections, System::nanoTime);
        pendingRequests =
                new PendingRequests(
                        new Identity(gatewayId, Topics.TOKENS.name(), index),
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
                new BrokerLink(
                        new LinkSettings(index, gatewayId, (short) 1, wall.instant()),
                        connections,
                        publisher,
                        pendingRequests,
                        models,
                        losses::incrementAndGet);
    }

    @Override
    public void close() {
        link.close();
        publisher.close();
    }
}
