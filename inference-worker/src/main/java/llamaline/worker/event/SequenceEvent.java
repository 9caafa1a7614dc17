package llamaline.worker.event;

import java.util.List;
import java.util.Optional;
import llamaline.worker.sampling.SampledLogprobs;

/** What happened to a sequence. */
public sealed interface SequenceEvent {
    /**
     * It has a slot.
     *
     * @param cachedTokens positions of the prompt that the slot already held
     */
    record Admitted(int cachedTokens, long queueMillis) implements SequenceEvent {}

    /**
     * Log-probabilities of the prompt's ids at [firstIndex, firstIndex + logprobs.size()).
     *
     * @param firstIndex from 1: nothing stands before the first id
     */
    record PromptLogprobs(int firstIndex, List<SampledLogprobs> logprobs) implements SequenceEvent {
        public PromptLogprobs {
            logprobs = List.copyOf(logprobs);
        }
    }

    /**
     * One new id.
     *
     * @param index among the generated ids, over all attempts, from 0
     */
    record Token(int index, int id, Optional<SampledLogprobs> logprobs) implements SequenceEvent {}

    /** The answer is whole. */
    record Finished(SequenceFinishReason reason, SequenceTimings timings)
            implements SequenceEvent {}

    /** No more will come of this attempt. */
    record Failed(SequenceFailure failure, SequenceTimings timings) implements SequenceEvent {}

    /** Nothing to tell, but it runs. */
    record Alive() implements SequenceEvent {}
}
