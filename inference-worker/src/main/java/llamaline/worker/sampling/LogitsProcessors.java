package llamaline.worker.sampling;

import java.util.Map;

/** Changes single logits in place, before temperature and filters. */
final class LogitsProcessors {
    private LogitsProcessors() {}

    /**
     * Applies bias and penalties.
     *
     * @param scores {@code float[vocabulary]}
     */
    static void apply(float[] scores, SamplingOptions options, TokenHistory history) {
        addBias(scores, options.logitBias());
        Penalties penalties = options.penalties();
        var everything = history.everything();
        if (everything != null) {
            penalizeRepetition(scores, everything, (float) penalties.repetition());
        }
        var output = history.output();
        if (output != null) {
            penalizeOutput(scores, output, penalties);
        }
    }

    /** Makes ids impossible. */
    static void suppress(float[] scores, int[] ids) {
        for (int id : ids) {
            scores[id] = Float.NEGATIVE_INFINITY;
        }
    }

    private static void addBias(float[] scores, Map<Integer, Float> bias) {
        bias.forEach((id, value) -> scores[id] += value);
    }

    private static void penalizeRepetition(float[] scores, TokenCounts seen, float penalty) {
        for (int i = 0; i < seen.distinctCount(); i++) {
            int id = seen.distinctId(i);
            scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
        }
    }

    private static void penalizeOutput(float[] scores, TokenCounts output, Penalties penalties) {
        for (int i = 0; i < output.distinctCount(); i++) {
            int id = output.distinctId(i);
            double penalty = penalties.presence() + penalties.frequency() * output.count(id);
            scores[id] -= (float) penalty;
        }
    }
}
