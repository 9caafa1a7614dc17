package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import llamaline.contract.Topics;
import llamaline.testkit.BrokenDisk;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A prompt that cannot be decoded is rejected, and those behind it run. */
class DamagedPromptIT {
    private final String name = "model-" + UUID.randomUUID();

    @Test
    void takesThePromptsBehindIt() {
        try (var gateway = new TestGateway(name)) {
            gateway.send(EncodedPrompts.of(name, 5));
            BrokenDisk.damageNewest(
                    SharedBroker.bootstrapServers(),
                    new TopicPartition(Topics.prompts(name).name(), 0));
            try (var worker = TestWorker.start("worker-of-" + name, name, new GatedModel(2, 16))) {
                assertEquals(5, gateway.ids(gateway.send(EncodedPrompts.of(name, 5))).size());
                assertEquals(1, worker.worker().rejectedPrompts());
                assertTrue(worker.worker().isReady());
            }
        }
    }
}
