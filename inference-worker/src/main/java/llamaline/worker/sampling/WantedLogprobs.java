package llamaline.worker.sampling;

import java.util.List;

/**
 * The alternatives whose log-probabilities are told for each token.
 *
 * @param top how many of the most likely ids
 * @param ids these instead, where there are any; in [0, vocabulary)
 */
public record WantedLogprobs(int top, List<Integer> ids) {
    public WantedLogprobs {
        ids = List.copyOf(ids);
        if (top < 0) {
            throw new IllegalArgumentException("top must be >= 0, got " + top);
        }
    }

    /** Asks for the most likely ids. */
    public static WantedLogprobs top(int count) {
        return new WantedLogprobs(count, List.of());
    }
}
