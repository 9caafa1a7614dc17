package llamaline.worker.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The log-probabilities of one row of raw logits. Not thread-safe. */
final class LogSoftmax {
    private final float[] logits;
    private double logTotal;

    LogSoftmax(int vocabulary) {
        logits = new float[vocabulary];
    }

    /** Copies the row, so that its owner may change it. */
    void of(float[] row) {
        System.arraycopy(row, 0, logits, 0, row.length);
        float highest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            highest = Math.max(highest, logit);
        }
        double total = 0;
        for (float logit : logits) {
            total += Math.exp((double) logit - highest);
        }
        logTotal = highest + Math.log(total);
    }

    /** Returns an id with its alternatives, descending, the lower id first where equal. */
    SampledLogprobs at(int id, WantedLogprobs wanted) {
        List<RankedLogprob> top = wanted.ids().isEmpty() ? top(wanted.top()) : of(wanted.ids());
        return new SampledLogprobs(id, logprob(id), rank(id), top);
    }

    private int rank(int id) {
        int rank = 1;
        for (float logit : logits) {
            if (logit > logits[id]) {
                rank++;
            }
        }
        return rank;
    }

    private List<RankedLogprob> of(List<Integer> ids) {
        return ids.stream()
                .distinct()
                .map(id -> new RankedLogprob(id, logprob(id)))
                .sorted(
                        Comparator.comparingDouble(RankedLogprob::logprob)
                                .reversed()
                                .thenComparingInt(RankedLogprob::id))
                .toList();
    }

    private float logprob(int id) {
        return (float) (logits[id] - logTotal);
    }

    private List<RankedLogprob> top(int topCount) {
        int[] best = new int[topCount];
        int found = 0;
        for (int id = 0; id < logits.length && topCount > 0; id++) {
            boolean isFull = found == topCount;
            if (isFull && !(logits[id] > logits[best[found - 1]])) {
                continue;
            }
            int place = isFull ? found - 1 : found++;
            while (place > 0 && logits[id] > logits[best[place - 1]]) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = id;
        }
        List<RankedLogprob> top = new ArrayList<>(found);
        for (int place = 0; place < found; place++) {
            top.add(new RankedLogprob(best[place], logprob(best[place])));
        }
        return top;
    }
}
