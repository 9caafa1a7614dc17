package llamaline.worker.sampling;

import java.util.Map;
import java.util.Optional;

/**
 * How the next token is chosen, by Hugging Face's names; applied in the order bias, penalties,
 * temperature, top k, top p, min p.
 *
 * @param temperature at least 0; below {@link #GREEDY_BELOW} the most likely token is taken
 * @param topK at least 0, 0 = off
 * @param topP in (0, 1], 1 = off
 * @param minP in [0, 1], 0 = off
 * @param logitBias added to the raw logits; ids in [0, vocabulary), finite numbers
 * @param logprobs alternatives to report; empty = no log-probabilities
 */
public record SamplingOptions(
        double temperature,
        int topK,
        double topP,
        double minP,
        Penalties penalties,
        Map<Integer, Float> logitBias,
        DrawKey drawKey,
        Optional<WantedLogprobs> logprobs) {
    /** Dividing by less than this overflows; no token but the most likely one is left anyway. */
    public static final double GREEDY_BELOW = 1e-5;

    public SamplingOptions {
        logitBias = Map.copyOf(logitBias);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", temperature);
        require(topK >= 0, "topK", topK);
        require(topP > 0 && topP <= 1, "topP", topP);
        require(minP >= 0 && minP <= 1, "minP", minP);
    }

    /** The most likely token each time, nothing else. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(
                0, 0, 1, 0, Penalties.NONE, Map.of(), new DrawKey(0, 0), Optional.empty());
    }

    boolean isGreedy() {
        return temperature < GREEDY_BELOW;
    }

    private static void require(boolean holds, String name, double actual) {
        if (!holds) {
            throw new IllegalArgumentException(name + " out of range: " + actual);
        }
    }
}
