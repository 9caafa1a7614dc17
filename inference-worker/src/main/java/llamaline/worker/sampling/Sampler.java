package llamaline.worker.sampling;

import java.util.Optional;
import llamaline.worker.model.Logits;

/**
 * Chooses tokens from logits. Memory for one row is allocated once; a step makes no garbage beyond
 * its result. Linear in the vocabulary. Not thread-safe.
 */
public final class Sampler {
    private final float[] row;
    private final ProbabilityFilter truncation;
    private final Distribution distribution;
    private final LogSoftmax logSoftmax;

    /**
     * @param vocabulary length of a row
     */
    public Sampler(int vocabulary) {
        row = new float[vocabulary];
        truncation = new ProbabilityFilter(vocabulary);
        distribution = new Distribution(vocabulary);
        logSoftmax = new LogSoftmax(vocabulary);
    }

    /**
     * Chooses the next token of a sequence; does not add it to the history.
     *
     * @param rowIndex in [0, logits.rows())
     * @param suppressed ids that must not be chosen now, in [0, vocabulary)
     */
    public Sampled sample(
            Logits logits,
            int rowIndex,
            SamplingOptions parameters,
            TokenHistory history,
            int[] suppressed) {
        logits.copyRow(rowIndex, row);
        if (parameters.logprobs().isPresent()) {
            logSoftmax.of(row);
        }
        LogitsProcessors.apply(row, parameters, history);
        LogitsProcessors.suppress(row, suppressed);
        int best = argmax(row);
        if (best < 0) {
            return unusable(row);
        }
        int id = parameters.isGreedy() ? best : draw(parameters, history.generated());
        return new Sampled.Token(id, logprobs(id, parameters));
    }

    /**
     * Scores an id that is already known, such as the next one of a prompt.
     *
     * @param wanted its alternatives
     */
    public SampledLogprobs logprobs(Logits logits, int rowIndex, int id, WantedLogprobs wanted) {
        logits.copyRow(rowIndex, row);
        logSoftmax.of(row);
        return logSoftmax.at(id, wanted);
    }

    /** Probability of each id after {@link #truncate}, for the tests against the reference. */
    float[] probabilities(float[] scores, SamplingOptions parameters) {
        truncate(scores, parameters);
        distribution.of(scores);
        float[] probabilities = new float[scores.length];
        for (int id = 0; id < scores.length; id++) {
            probabilities[id] = distribution.probability(id);
        }
        return probabilities;
    }

    private int draw(SamplingOptions parameters, int tokenIndex) {
        truncate(row, parameters);
        distribution.of(row);
        return distribution.draw(parameters.drawKey().uniform(tokenIndex));
    }

    private void truncate(float[] scores, SamplingOptions parameters) {
        if (parameters.temperature() != 1) {
            divide(scores, (float) parameters.temperature());
        }
        if (parameters.topK() > 0) {
            truncation.topK(scores, parameters.topK());
        }
        if (parameters.topP() < 1) {
            truncation.topP(scores, parameters.topP());
        }
        if (parameters.minP() > 0) {
            truncation.minP(scores, parameters.minP());
        }
    }

    private static void divide(float[] scores, float divisor) {
        for (int id = 0; id < scores.length; id++) {
            scores[id] /= divisor;
        }
    }

    /** The lowest id of the highest score; -1 where a score is NaN or the highest not finite. */
    private static int argmax(float[] scores) {
        int best = 0;
        boolean isBroken = false;
        for (int id = 0; id < scores.length; id++) {
            float score = scores[id];
            isBroken |= Float.isNaN(score);
            if (score > scores[best]) {
                best = id;
            }
        }
        return isBroken || Float.isInfinite(scores[best]) ? -1 : best;
    }

    private static Sampled unusable(float[] scores) {
        for (float score : scores) {
            if (Float.isNaN(score) || score == Float.POSITIVE_INFINITY) {
                return new Sampled.Unusable("The model gave logits that are not numbers.");
            }
        }
        return new Sampled.Unusable("Every token is impossible: all logits are minus infinity.");
    }

    private Optional<SampledLogprobs> logprobs(int id, SamplingOptions parameters) {
        return parameters.logprobs().map(wanted -> logSoftmax.at(id, wanted));
    }
}
