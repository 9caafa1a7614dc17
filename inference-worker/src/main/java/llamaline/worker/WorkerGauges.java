package llamaline.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/**
 * Shows a worker's slots, its KV cache and counters that are kept elsewhere, whenever it is asked.
 */
final class WorkerGauges {
    private static final String PREFIX = "llamaline.worker.";

    private final MeterRegistry registry;
    private final Worker worker;
    private final Tags model;

    private WorkerGauges(MeterRegistry registry, Worker worker, String model) {
        this.registry = registry;
        this.worker = worker;
        this.model = Tags.of("model", model);
    }

    /** Registers the meters of a worker. */
    static void register(MeterRegistry registry, Worker worker, String model) {
        var gauges = new WorkerGauges(registry, worker, model);
        gauges.gauge("slots", "Sequences that can run at once.", w -> w.status().slots());
        gauges.gauge("busy.slots", "Slots with a sequence in them.", w -> w.status().busySlots());
        gauges.gauge(
                "kv.cache.positions",
                "Tokens for which the KV cache has room.",
                Worker::kvPositions);
        gauges.gauge(
                "kv.cache.used.positions",
                "Tokens that running sequences hold in the KV cache.",
                w -> w.status().usedPositions());
        gauges.gauge(
                "waiting.prompts",
                "Prompts of the model that no worker has admitted yet.",
                Worker::waitingPrompts);
        gauges.counter("generation.tokens", "Ids generated.", w -> w.status().tokens());
        gauges.counter(
                "rejected.records",
                "Records that were no prompt, or named no one to answer.",
                Worker::rejectedPrompts);
        gauges.counter(
                "skipped.records",
                "Records of any topic that could not be decoded.",
                Worker::skippedRecords);
        gauges.counter(
                "lost.records",
                "Records of token events that the broker did not take.",
                Worker::lostRecords);
    }

    private void gauge(String name, String description, ToDoubleFunction<Worker> value) {
        Gauge.builder(PREFIX + name, worker, value)
                .description(description)
                .tags(model)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<Worker> value) {
        FunctionCounter.builder(PREFIX + name, worker, value)
                .description(description)
                .tags(model)
                .register(registry);
    }
}
