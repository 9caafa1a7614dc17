package llamaline.worker.sampling;

/**
 * Drops unlikely ids by setting their scores to minus infinity: top k, top p, min p. Linear in the
 * vocabulary: only ids near a boundary are sorted. Not thread-safe.
 *
 * <p>Source: Hugging Face transformers, generation/logits_process.py (TopKLogitsWarper,
 * TopPLogitsWarper, MinPLogitsWarper); comparisons are made in float, sums in double, as torch does
 * on a CPU.
 */
final class ProbabilityFilter {
    /** A stretch this short is sorted and walked. */
    private static final int FEW = 32;

    private final ScoreOrder order;
    private final float[] weights;

    ProbabilityFilter(int vocabulary) {
        order = new ScoreOrder(vocabulary);
        weights = new float[vocabulary];
    }

    /** Keeps the k highest scores, and all that equal the lowest of them. */
    void topK(float[] scores, int k) {
        order.reset(scores);
        if (k >= order.count()) {
            return;
        }
        float lowest = scoreAt(scores, k);
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] < lowest) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** The k-th highest score, k from 1. */
    private float scoreAt(float[] scores, int k) {
        int from = 0;
        int to = order.count();
        while (to - from > FEW) {
            int second = order.partition(from, to);
            if (second >= k) {
                to = second;
            } else {
                from = second;
            }
        }
        order.insertionSort(from, to);
        return scores[order.id(k - 1)];
    }

    /** Drops ids from the least likely up while their sum is at most 1 - p; keeps at least one. */
    void topP(float[] scores, double p) {
        order.reset(scores);
        double total = weigh(scores);
        int kept = keptByMass(total, (float) (1 - p));
        for (int place = kept; place < order.count(); place++) {
            scores[order.id(place)] = Float.NEGATIVE_INFINITY;
        }
    }

    /** Afterwards the first places of the order hold what stays; returns how many. */
    private int keptByMass(double total, float limit) {
        int from = 0;
        int to = order.count();
        double dropped = 0;
        while (to - from > FEW) {
            int second = order.partition(from, to);
            double withSecond = dropped + mass(second, to, total);
            if ((float) withSecond <= limit) {
                to = second;
                dropped = withSecond;
            } else {
                from = second;
            }
        }
        order.insertionSort(from, to);
        int kept = to;
        while (kept > Math.max(from, 1)) {
            dropped += probability(kept - 1, total);
            if ((float) dropped > limit) {
                break;
            }
            kept--;
        }
        return kept;
    }

    private double mass(int from, int to, double total) {
        double sum = 0;
        for (int place = from; place < to; place++) {
            sum += probability(place, total);
        }
        return sum;
    }

    private float probability(int place, double total) {
        return (float) (weights[order.id(place)] / total);
    }

    /** Drops ids less likely than {@code p} times the most likely one. */
    void minP(float[] scores, double p) {
        order.reset(scores);
        double total = weigh(scores);
        float limit = (float) p * (float) (1 / total);
        for (int place = 0; place < order.count(); place++) {
            if (probability(place, total) < limit) {
                scores[order.id(place)] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Weights relative to the highest score; returns their sum. */
    private double weigh(float[] scores) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int place = 0; place < order.count(); place++) {
            highest = Math.max(highest, scores[order.id(place)]);
        }
        double total = 0;
        for (int place = 0; place < order.count(); place++) {
            int id = order.id(place);
            weights[id] = (float) Math.exp((double) scores[id] - highest);
            total += weights[id];
        }
        return total;
    }
}
