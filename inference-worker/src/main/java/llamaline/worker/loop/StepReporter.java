package llamaline.worker.loop;

import java.util.Optional;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.sampling.Sampled;
import llamaline.worker.schedule.DecodeBatch;
import llamaline.worker.schedule.PrefillChunk;
import llamaline.worker.schedule.ScheduledStep;
import llamaline.worker.schedule.Sequence;
import llamaline.worker.schedule.SlotMove;
import llamaline.worker.schedule.StepOutcome;

/**
 * Tells the result of a step, once the scheduler has noted it, and ends the sequences that are
 * over. Not thread-safe; belongs to the decode loop.
 */
final class StepReporter {
    private final RunningSequences sequences;
    private final Outbox outbox;
    private final Clocks clocks;
    private long tokens;

    StepReporter(RunningSequences sequences, Outbox outbox, Clocks clocks) {
        this.sequences = sequences;
        this.outbox = outbox;
        this.clocks = clocks;
    }

    /** Count of ids generated so far, over all sequences. */
    long tokens() {
        return tokens;
    }

    /** Tells of each sequence, row by row: its prompt logprobs, its next token, its end. */
    void report(ScheduledStep step, StepOutcome outcome) {
        switch (outcome) {
            case StepOutcome.Ran(var results) -> results.forEach(each -> report(step, each));
            case StepOutcome.Failed() -> reportFailure(step);
        }
    }

    private void report(ScheduledStep step, StepOutcome.SequenceResult result) {
        Sequence sequence = result.sequence();
        result.promptLogprobs().ifPresent(event -> outbox.add(sequence.prompt(), event));
        if (result.next().isPresent()) {
            reportNext(sequence, result.next().get());
        } else if (step instanceof PrefillChunk chunk && chunk.endsPrompt()) {
            sequences.finish(sequence, SequenceFinishReason.LENGTH);
        }
    }

    private void reportNext(Sequence sequence, Sampled next) {
        switch (next) {
            case Sampled.Token(int id, var logprobs) -> {
                sequence.times().token(clocks.nanos());
                tokens++;
                int index = sequence.generated() - 1;
                outbox.add(sequence.prompt(), new SequenceEvent.Token(index, id, logprobs));
                Optional<SequenceFinishReason> reason = sequences.finishReason(sequence);
                reason.ifPresent(each -> sequences.finish(sequence, each));
            }
            case Sampled.Unusable(String reason) -> fail(sequence, reason);
        }
    }

    private void reportFailure(ScheduledStep step) {
        switch (step) {
            case PrefillChunk chunk ->
                    fail(chunk.sequence(), "The model failed while it read the prompt.");
            case SlotMove _ -> {}
            case DecodeBatch batch ->
                    batch.sequences()
                            .forEach(each ->
                                    fail(each, "The model failed while it wrote the next token."));
        }
    }

    private void fail(Sequence sequence, String reason) {
        sequences.fail(sequence, SequenceFailure.of(SequenceErrorCode.INTERNAL, reason));
    }
}
