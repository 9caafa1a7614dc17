package llamaline.worker.sampling;

/**
 * The ids that can still be chosen, with their probabilities, in an order that is made only as far
 * as a {@link ProbabilityFilter} needs it. Its memory is allocated once. Not thread-safe.
 */
public final class Candidates {
    /** A stretch this short is sorted and walked. */
    private static final int FEW = 32;

    private final ScoreOrder order;
    private final float[] weights;
    private float[] scores = {};
    private double total;

    Candidates(int vocabulary) {
        order = new ScoreOrder(vocabulary);
        weights = new float[vocabulary];
    }

    /** Takes all ids whose score is above minus infinity. */
    void reset(float[] newScores) {
        scores = newScores;
        order.reset(newScores);
    }

    int count() {
        return order.count();
    }

    int id(int place) {
        return order.id(place);
    }

    /** The id with the k-th highest score, k from 1. */
    int idAt(int k) {
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
        return order.id(k - 1);
    }

    /** Computes weights relative to the highest score; returns their sum. */
    double weigh() {
        float highest = Float.NEGATIVE_INFINITY;
        for (int place = 0; place < order.count(); place++) {
            highest = Math.max(highest, scores[order.id(place)]);
        }
        total = 0;
        for (int place = 0; place < order.count(); place++) {
            int id = order.id(place);
            weights[id] = (float) Math.exp((double) scores[id] - highest);
            total += weights[id];
        }
        return total;
    }

    /** The probability of the id at a place, among the candidates, once they are weighed. */
    float probability(int place) {
        return (float) (weights[order.id(place)] / total);
    }

    /**
     * Leaves out ids from the least likely up while their sum is at most {@code limit}, but never
     * all; afterwards the first places hold what stays.
     *
     * @return how many stay
     */
    int keepByMass(float limit) {
        int from = 0;
        int to = order.count();
        double dropped = 0;
        while (to - from > FEW) {
            int second = order.partition(from, to);
            double withSecond = dropped + mass(second, to);
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
            dropped += probability(kept - 1);
            if ((float) dropped > limit) {
                break;
            }
            kept--;
        }
        return kept;
    }

    private double mass(int from, int to) {
        double sum = 0;
        for (int place = from; place < to; place++) {
            sum += probability(place);
        }
        return sum;
    }
}
