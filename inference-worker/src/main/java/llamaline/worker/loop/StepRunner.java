package llamaline.worker.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.sampling.Sampled;
import llamaline.worker.sampling.SampledLogprobs;
import llamaline.worker.sampling.Sampler;
import llamaline.worker.sampling.WantedLogprobs;
import llamaline.worker.schedule.DecodeBatch;
import llamaline.worker.schedule.PrefillChunk;
import llamaline.worker.schedule.ScheduledStep;
import llamaline.worker.schedule.Sequence;
import llamaline.worker.schedule.SlotMove;
import llamaline.worker.schedule.StepOutcome;

/**
 * Runs a step on the model and samples from its logits. Changes no sequence and no slot. Not
 * thread-safe; belongs to the decode loop.
 */
final class StepRunner {
    private final GuardedModel model;
    private final Sampler sampler;
    private final Clocks clocks;
    private final LoopObserver observer;

    /**
     * @param vocabulary length of a row of logits
     */
    StepRunner(GuardedModel model, int vocabulary, Clocks clocks, LoopObserver observer) {
        this.model = model;
        this.clocks = clocks;
        this.observer = observer;
        sampler = new Sampler(vocabulary);
    }

    /** Makes the call of the model that the step asks for. */
    StepOutcome run(ScheduledStep step) {
        return switch (step) {
            case PrefillChunk chunk -> prefill(chunk);
            case SlotMove move -> move(move);
            case DecodeBatch batch -> decode(batch);
        };
    }

    private StepOutcome prefill(PrefillChunk chunk) {
        long start = clocks.nanos();
        Optional<Logits> logits = model.prefill(chunk);
        if (logits.isEmpty()) {
            return new StepOutcome.Failed();
        }
        observer.prefilled(chunk.to() - chunk.from(), clocks.nanos() - start);
        return new StepOutcome.Ran(List.of(read(chunk, logits.get())));
    }

    private StepOutcome.SequenceResult read(PrefillChunk chunk, Logits logits) {
        Sequence sequence = chunk.sequence();
        Optional<SequenceEvent.PromptLogprobs> logprobs;
        try {
            logprobs = promptLogprobs(chunk, logits);
        } catch (RuntimeException e) {
            Optional<Sampled> unusable = Optional.of(defect(e));
            return new StepOutcome.SequenceResult(sequence, Optional.empty(), unusable);
        }
        boolean wantsNext = chunk.endsPrompt() && sequence.prompt().limits().maxNewTokens() > 0;
        Optional<Sampled> next =
                wantsNext
                        ? Optional.of(sampleNext(sequence, logits, logits.rows() - 1))
                        : Optional.empty();
        return new StepOutcome.SequenceResult(sequence, logprobs, next);
    }

    /** The log-probabilities of the prompt's own ids, as far as the chunk's rows tell. */
    private Optional<SequenceEvent.PromptLogprobs> promptLogprobs(
            PrefillChunk chunk, Logits logits) {
        if (chunk.logitRows() != LogitRows.ALL) {
            return Optional.empty();
        }
        Sequence sequence = chunk.sequence();
        WantedLogprobs wanted =
                sequence.prompt().sampling().logprobs().orElse(WantedLogprobs.top(0));
        int first = chunk.from() + 1;
        int end = Math.min(chunk.to() + 1, sequence.prompt().promptIds().count());
        List<SampledLogprobs> logprobs = new ArrayList<>();
        for (int index = first; index < end; index++) {
            logprobs.add(sampler.logprobs(logits, index - first, sequence.id(index), wanted));
        }
        return Optional.of(new SequenceEvent.PromptLogprobs(first, logprobs));
    }

    private StepOutcome move(SlotMove move) {
        return model.move(move) ? new StepOutcome.Ran(List.of()) : new StepOutcome.Failed();
    }

    private StepOutcome decode(DecodeBatch batch) {
        long start = clocks.nanos();
        Optional<Logits> logits = model.decode(batch);
        if (logits.isEmpty()) {
            return new StepOutcome.Failed();
        }
        observer.stepped(batch.sequences().size(), clocks.nanos() - start);
        List<StepOutcome.SequenceResult> results = new ArrayList<>();
        for (int row = 0; row < batch.rows().size(); row++) {
            Optional<Sequence> sequence = batch.rows().get(row).sequence();
            if (sequence.isPresent()) {
                Sampled next = sampleNext(sequence.get(), logits.get(), row);
                results.add(
                        new StepOutcome.SequenceResult(
                                sequence.get(), Optional.empty(), Optional.of(next)));
            }
        }
        return new StepOutcome.Ran(results);
    }

    /** A defect that one sequence meets is no reason to lose the others. */
    private Sampled sampleNext(Sequence sequence, Logits logits, int row) {
        try {
            return sequence.sampleNext(sampler, logits, row);
        } catch (RuntimeException e) {
            return defect(e);
        }
    }

    private static Sampled defect(RuntimeException cause) {
        System.getLogger(StepRunner.class.getName())
                .log(System.Logger.Level.WARNING, "a sequence could not go on", cause);
        return new Sampled.Unusable("The worker could not go on.");
    }
}
