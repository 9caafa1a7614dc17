package llamaline.worker.sampling;

/**
 * The softmax of a row of scores, and draws from it. Weights are rounded to float before they are
 * divided, as torch does: so the same ids keep a probability above zero. Not thread-safe.
 */
final class Distribution {
    private final float[] weights;
    private double total;

    Distribution(int vocabulary) {
        weights = new float[vocabulary];
    }

    /**
     * Takes over scores of which at least one is finite and none is NaN or plus infinity.
     *
     * @param scores {@code float[vocabulary]}; minus infinity = impossible
     */
    void of(float[] scores) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        total = 0;
        for (int id = 0; id < scores.length; id++) {
            float score = scores[id];
            boolean isPossible = score > Float.NEGATIVE_INFINITY;
            weights[id] = isPossible ? (float) Math.exp((double) score - highest) : 0;
            total += weights[id];
        }
    }

    /**
     * Returns the first id, in the order of ids, at which the cumulative probability passes {@code
     * uniform}.
     *
     * @param uniform in [0, 1)
     */
    int draw(double uniform) {
        double target = uniform * total;
        double cumulative = 0;
        int lastPossible = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] == 0) {
                continue;
            }
            cumulative += weights[id];
            if (cumulative > target) {
                return id;
            }
            lastPossible = id;
        }
        return lastPossible;
    }
}
