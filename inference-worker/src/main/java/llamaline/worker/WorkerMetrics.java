package llamaline.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import llamaline.telemetry.Histograms;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.prompt.Prompt;

/**
 * Counts and times what a worker does, as Prometheus meters {@code llamaline_worker_...}, each with
 * the model's name.
 */
final class WorkerMetrics implements LoopObserver {
    private static final String PREFIX = "llamaline.worker.";

    private final MeterRegistry registry;
    private final Tags model;
    private final Counter admissions;
    private final Counter laterAttempts;
    private final Counter promptTokens;
    private final Counter cachedTokens;
    private final Timer queue;
    private final Timer chunk;
    private final Timer step;
    private final Timer prefill;
    private final Timer timePerToken;
    private final DistributionSummary batch;

    /** Registers the meters, which show zeros. */
    WorkerMetrics(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = Tags.of("model", model);
        admissions = admissions("first");
        laterAttempts = admissions("later");
        promptTokens = counter("prompt.tokens", "Ids of admitted prompts.");
        cachedTokens =
                counter("cached.prompt.tokens", "Of them, those that the slot already held.");
        queue = wait("queue.time", "From a prompt's publication to its slot.");
        prefill = wait("prefill.time", "From a prompt's slot to its first id.");
        timePerToken =
                wait("time.per.output.token", "Between two ids of a completion, on average.");
        chunk = step("prefill.chunk.duration", "One call that reads a chunk of a prompt.");
        step = step("decode.step.duration", "One call that gives each sequence its next id.");
        batch =
                Histograms.ofCounts(PREFIX + "batch.size")
                        .description("Sequences that got an id in a decode step.")
                        .tags(this.model)
                        .register(registry);
        for (String reason : new String[] {"redelivered", "cancelled"}) {
            dropped(reason);
        }
    }

    @Override
    public void droppedRedelivery() {
        dropped("redelivered").increment();
    }

    @Override
    public void droppedCancelled() {
        dropped("cancelled").increment();
    }

    @Override
    public void refused(SequenceErrorCode code) {
        Counter.builder(PREFIX + "refused.prompts")
                .description("Prompts that were refused with an error and got no slot.")
                .tags(model.and("code", lower(code)))
                .register(registry)
                .increment();
    }

    @Override
    public void admitted(Prompt prompt, int cached, long queueMillis) {
        (prompt.key().attempt() > 1 ? laterAttempts : admissions).increment();
        promptTokens.increment(prompt.promptIds().count() + prompt.resumeIds().count());
        cachedTokens.increment(cached);
        queue.record(Duration.ofMillis(queueMillis));
    }

    @Override
    public void prefilled(int ids, long nanos) {
        chunk.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stepped(int sequences, long nanos) {
        step.record(nanos, TimeUnit.NANOSECONDS);
        batch.record(sequences);
    }

    @Override
    public void finished(Prompt prompt, SequenceProgress progress, SequenceFinishReason reason) {
        ended(progress, lower(reason));
    }

    @Override
    public void failed(Prompt prompt, SequenceProgress progress, SequenceErrorCode code) {
        ended(progress, lower(code));
    }

    @Override
    public void cancelled(Prompt prompt, SequenceProgress progress) {
        ended(progress, "cancelled");
    }

    private void ended(SequenceProgress progress, String outcome) {
        Counter.builder(PREFIX + "sequences")
                .description("Sequences that ended.")
                .tags(model.and("outcome", outcome))
                .register(registry)
                .increment();
        if (progress.generated() > 0) {
            prefill.record(progress.prefillNanos(), TimeUnit.NANOSECONDS);
        }
        if (progress.generated() > 1) {
            long each = progress.decodeNanos() / (progress.generated() - 1);
            timePerToken.record(each, TimeUnit.NANOSECONDS);
        }
    }

    private Counter dropped(String reason) {
        return Counter.builder(PREFIX + "dropped.prompts")
                .description("Prompts that were dropped: delivered again, or cancelled before.")
                .tags(model.and("reason", reason))
                .register(registry);
    }

    private Counter admissions(String attempt) {
        return Counter.builder(PREFIX + "admissions")
                .description("Prompts that got a slot.")
                .tags(model.and("attempt", attempt))
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(model)
                .register(registry);
    }

    private Timer wait(String name, String description) {
        return Histograms.ofWaits(PREFIX + name)
                .description(description)
                .tags(model)
                .register(registry);
    }

    private Timer step(String name, String description) {
        return Histograms.ofSteps(PREFIX + name)
                .description(description)
                .tags(model)
                .register(registry);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
