package llamaline.worker.event;

import java.util.List;
import java.util.Optional;
import llamaline.worker.sampling.SampledLogprobs;

/** An event in the life of a sequence. */
public sealed interface SequenceEvent {
    /**
     * The sequence has a slot.
     *
     * @param cachedTokens positions of the prompt that the slot already held
     */
    record Admitted(int cachedTokens, long queueMillis) implements SequenceEvent {}

    /**
     * The log-probabilities of the prompt's ids at [firstIndex, firstIndex + logprobs.size()).
     *
     * @param firstIndex from 1: nothing stands before the first id
     */
    record PromptLogprobs(int firstIndex, List<SampledLogprobs> logprobs) implements SequenceEvent {
        public PromptLogprobs {
            logprobs = List.copyOf(logprobs);
        }
    }

    /**
     * The sequence has a new id.
     *
     * @param index among the generated ids, over all attempts, from 0
     */
    record Token(int index, int id, Optional<SampledLogprobs> logprobs) implements SequenceEvent {}

    /** The completion is whole. */
    record Finished(SequenceFinishReason reason, SequenceTimings timings)
            implements SequenceEvent {}

    /** The attempt ends with an error; no more will come of it. */
    record Failed(SequenceFailure failure, SequenceTimings timings) implements SequenceEvent {}

    /** The sequence runs, though there is nothing else to tell. */
    record Alive() implements SequenceEvent {}
}
