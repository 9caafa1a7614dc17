package llamaline.gateway.event;

import java.util.List;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * One event of a call, as its caller gets it. For each choice, in this order: {@link Encoded} once,
 * {@link Cached} and {@link PromptLogprobs} as they come, {@link Delta} any number of times, {@link
 * Ended} once. {@link Failed} ends the whole call at any time. Nothing comes after the last {@link
 * Ended} or a {@link Failed}.
 */
public sealed interface CallEvent {
    /**
     * The prompt of a choice was encoded.
     *
     * @param choice index of the choice within the call, from 0
     */
    record Encoded(int choice, List<Integer> promptIds) implements CallEvent {}

    /**
     * A worker began, with some of the prompt's tokens already in its KV cache.
     *
     * @param tokens how many, at most the prompt's
     */
    record Cached(int choice, int tokens) implements CallEvent {}

    /** The logprobs of the next prompt tokens came; the first token of a prompt has none. */
    record PromptLogprobs(int choice, List<TokenLogprobs> logprobs) implements CallEvent {}

    /** The next tokens came. */
    record Delta(int choice, List<GeneratedToken> tokens) implements CallEvent {}

    /**
     * The choice is complete.
     *
     * @param rest text that was held back and now stands
     * @param stopString the stop string that ended it, null where none did
     * @param stopId the id of the caller's that ended it, null where none did
     */
    record Ended(
            int choice,
            String rest,
            FinishReason reason,
            @Nullable String stopString,
            @Nullable Integer stopId)
            implements CallEvent {
        /** The choice ended at no stop id of the caller's. */
        public Ended(int choice, String rest, FinishReason reason, @Nullable String stopString) {
            this(choice, rest, reason, stopString, null);
        }
    }

    /** The call ends with an error. */
    record Failed(Failure failure) implements CallEvent {}
}
