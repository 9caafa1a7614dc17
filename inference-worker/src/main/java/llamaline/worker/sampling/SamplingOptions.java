package llamaline.worker.sampling;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules by which the next token is chosen, by Hugging Face's names; applied in the order bias,
 * penalties, temperature, filters.
 *
 * @param temperature at least 0; below {@link #GREEDY_BELOW} the most likely token is taken
 * @param filters of the probabilities, in the order in which they are applied
 * @param logitBias added to the raw logits; ids in [0, vocabulary), finite numbers
 * @param logprobs alternatives to report; empty = no log-probabilities
 */
public record SamplingOptions(
        double temperature,
        List<ProbabilityFilter> filters,
        Penalties penalties,
        Map<Integer, Float> logitBias,
        DrawKey drawKey,
        Optional<WantedLogprobs> logprobs) {
    /** Dividing by less than this overflows; no token but the most likely one is left anyway. */
    public static final double GREEDY_BELOW = 1e-5;

    public SamplingOptions {
        filters = List.copyOf(filters);
        logitBias = Map.copyOf(logitBias);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", temperature);
    }

    /** Chooses the most likely token each time, and nothing else. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(
                0, List.of(), Penalties.NONE, Map.of(), new DrawKey(0, 0), Optional.empty());
    }

    boolean isGreedy() {
        return temperature < GREEDY_BELOW;
    }

    static void require(boolean holds, String name, double actual) {
        if (!holds) {
            throw new IllegalArgumentException(name + " out of range: " + actual);
        }
    }
}
