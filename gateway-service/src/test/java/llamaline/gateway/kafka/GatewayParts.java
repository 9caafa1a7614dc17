package llamaline.gateway.kafka;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import llamaline.contract.Topics;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.Clocks;
import llamaline.gateway.stream.Generations;
import llamaline.gateway.stream.Identity;
import llamaline.gateway.stream.ObservedGenerations;
import llamaline.gateway.stream.StreamSettings;

/** What stands behind a gateway's HTTP, put together without a framework. */
final class GatewayParts implements AutoCloseable {
    final ModelRegistry models = new ModelRegistry(Duration.ofSeconds(5), System::nanoTime);
    final AtomicInteger losses = new AtomicInteger();
    final Generations generations;
    final BrokerLink link;
    private final RequestPublisher publisher;

    GatewayParts(String bootstrapServers, int index, String gatewayId) {
        InstantSource wall = InstantSource.system();
        Connections connections = new Connections(Map.of("bootstrap.servers", bootstrapServers));
        publisher = new RequestPublisher(connections, System::nanoTime);
        generations =
                new Generations(
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
                        new ObservedGenerations());
        link =
                new BrokerLink(
                        new LinkSettings(index, gatewayId, (short) 1, wall.instant()),
                        connections,
                        publisher,
                        generations,
                        models,
                        losses::incrementAndGet);
    }

    @Override
    public void close() {
        link.close();
        publisher.close();
    }
}
