package llamaline.worker.schedule;

import java.util.List;
import java.util.Optional;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.sampling.Sampled;

/** The result of a step. */
public sealed interface StepOutcome {
    /**
     * The model made the call.
     *
     * @param results one for each sequence whose logits came, in the order of rows
     */
    record Ran(List<SequenceResult> results) implements StepOutcome {
        public Ran {
            results = List.copyOf(results);
        }
    }

    /** The model failed: nothing in the slots that it wrote to can be relied on. */
    record Failed() implements StepOutcome {}

    /**
     * The results of a step for one sequence.
     *
     * @param promptLogprobs of the prompt's own ids, where they were asked for
     * @param next the next token, or why there is none; empty where none was to be chosen
     */
    record SequenceResult(
            Sequence sequence,
            Optional<SequenceEvent.PromptLogprobs> promptLogprobs,
            Optional<Sampled> next) {}
}
