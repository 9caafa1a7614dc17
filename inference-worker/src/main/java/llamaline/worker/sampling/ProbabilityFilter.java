package llamaline.worker.sampling;

/**
 * Drops unlikely ids by setting their scores to minus infinity. Linear in the vocabulary: only ids
 * near a boundary are sorted.
 *
 * <p>Source: Hugging Face transformers, generation/logits_process.py (TopKLogitsWarper,
 * TopPLogitsWarper, MinPLogitsWarper); comparisons are made in float, sums in double, as torch does
 * on a CPU.
 */
public sealed interface ProbabilityFilter {
    /**
     * Drops ids.
     *
     * @param scores {@code float[vocabulary]}, changed in place; at least one is finite
     * @param candidates memory for the same vocabulary, overwritten
     */
    void apply(float[] scores, Candidates candidates);

    /**
     * Keeps the k highest scores, and all that equal the lowest of them.
     *
     * @param k at least 1
     */
    record TopK(int k) implements ProbabilityFilter {
        public TopK {
            SamplingOptions.require(k >= 1, "topK", k);
        }

        @Override
        public void apply(float[] scores, Candidates candidates) {
            candidates.reset(scores);
            if (k >= candidates.count()) {
                return;
            }
            float lowest = scores[candidates.idAt(k)];
            for (int id = 0; id < scores.length; id++) {
                if (scores[id] < lowest) {
                    scores[id] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    /**
     * Drops ids from the least likely up while their sum is at most 1 - p; keeps at least one.
     *
     * @param p in (0, 1]
     */
    record TopP(double p) implements ProbabilityFilter {
        public TopP {
            SamplingOptions.require(p > 0 && p <= 1, "topP", p);
        }

        @Override
        public void apply(float[] scores, Candidates candidates) {
            candidates.reset(scores);
            candidates.weigh();
            int kept = candidates.keepByMass((float) (1 - p));
            for (int place = kept; place < candidates.count(); place++) {
                scores[candidates.id(place)] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /**
     * Drops ids less likely than {@code p} times the most likely one.
     *
     * @param p in [0, 1]
     */
    record MinP(double p) implements ProbabilityFilter {
        public MinP {
            SamplingOptions.require(p >= 0 && p <= 1, "minP", p);
        }

        @Override
        public void apply(float[] scores, Candidates candidates) {
            candidates.reset(scores);
            double total = candidates.weigh();
            float limit = (float) p * (float) (1 / total);
            for (int place = 0; place < candidates.count(); place++) {
                if (candidates.probability(place) < limit) {
                    scores[candidates.id(place)] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }
}
