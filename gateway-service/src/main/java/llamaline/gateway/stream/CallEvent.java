package llamaline.gateway.stream;

import java.util.List;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told. For each choice, in this order: {@link Encoded} once, {@link Cached} and
 * {@link PromptLogprobs} as they come, {@link Delta} any number of times, {@link Ended} once.
 * {@link Failed} ends the whole call at any time. Nothing comes after the last {@link Ended} or a
 * {@link Failed}.
 */
public sealed interface CallEvent {
    /**
     * The prompt is text no more.
     *
     * @param choice its index within the call, from 0
     */
    record Encoded(int choice, List<Integer> promptIds) implements CallEvent {}

    /**
     * A worker began, with so many prompt tokens already in its cache.
     *
     * @param tokens at most the prompt's
     */
    record Cached(int choice, int tokens) implements CallEvent {}

    /** Logprobs of the next prompt tokens, from the second token on. */
    record PromptLogprobs(int choice, List<TokenLogprobs> logprobs) implements CallEvent {}

    /** The next tokens. */
    record Delta(int choice, List<GeneratedToken> tokens) implements CallEvent {}

    /**
     * The choice is complete.
     *
     * @param rest text that was held back and now stands
     * @param stopString the one that ended it, null where none did
     * @param stopId that of the caller's that ended it, null where none did
     */
    record Ended(
            int choice,
            String rest,
            FinishReason reason,
            @Nullable String stopString,
            @Nullable Integer stopId)
            implements CallEvent {
        /** At no id of the caller's. */
        public Ended(int choice, String rest, FinishReason reason, @Nullable String stopString) {
            this(choice, rest, reason, stopString, null);
        }
    }

    /** The call ends with an error. */
    record Failed(Failure failure) implements CallEvent {}
}
