package llamaline.worker.sampling;

import java.util.Optional;
import llamaline.worker.model.Logits;

/**
 * Chooses tokens from logits. Memory for one row is allocated once; a step makes no garbage beyond
 * its result. Linear in the vocabulary. Not thread-safe.
 */
public final class Sampler {
    private final float[] row;
    private final Candidates candidates;
    private final Distribution distribution;
    private final LogSoftmax logSoftmax;

    /**
     * @param vocabulary length of a row
     */
    public Sampler(int vocabulary) {
        row = new float[vocabulary];
        candidates = new Candidates(vocabulary);
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
            SamplingOptions options,
            TokenHistory history,
            int[] suppressed) {
        logits.copyRow(rowIndex, row);
        if (options.logprobs().isPresent()) {
            logSoftmax.of(row);
        }
        LogitsProcessors.apply(row, options, history);
        LogitsProcessors.suppress(row, suppressed);
        int best = argmax(row);
        if (best < 0) {
            return unusable(row);
        }
        int id = options.isGreedy() ? best : draw(options, history.generated());
        return new Sampled.Token(id, logprobs(id, options));
    }

    /**
     * Computes the log-probability of an id that is already known, such as the next one of a
     * prompt.
     *
     * @param wanted its alternatives
     */
    public SampledLogprobs logprobs(Logits logits, int rowIndex, int id, WantedLogprobs wanted) {
        logits.copyRow(rowIndex, row);
        logSoftmax.of(row);
        return logSoftmax.at(id, wanted);
    }

    private int draw(SamplingOptions options, int tokenIndex) {
        filter(row, options);
        distribution.of(row);
        return distribution.draw(options.drawKey().uniform(tokenIndex));
    }

    private void filter(float[] scores, SamplingOptions options) {
        if (options.temperature() != 1) {
            divide(scores, (float) options.temperature());
        }
        for (ProbabilityFilter filter : options.filters()) {
            filter.apply(scores, candidates);
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

    private Optional<SampledLogprobs> logprobs(int id, SamplingOptions options) {
        return options.logprobs().map(wanted -> logSoftmax.at(id, wanted));
    }
}
