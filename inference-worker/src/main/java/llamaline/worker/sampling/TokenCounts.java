package llamaline.worker.sampling;

import java.util.Arrays;

/** Counts how often each id appeared. Not thread-safe. */
final class TokenCounts {
    private static final int FIRST_CAPACITY = 64;

    private final int[] counts;
    private int[] distinct = new int[FIRST_CAPACITY];
    private int distinctCount;

    TokenCounts(int vocabulary) {
        counts = new int[vocabulary];
    }

    void add(int id) {
        if (counts[id]++ > 0) {
            return;
        }
        if (distinctCount == distinct.length) {
            distinct = Arrays.copyOf(distinct, distinctCount * 2);
        }
        distinct[distinctCount++] = id;
    }

    int distinctCount() {
        return distinctCount;
    }

    /**
     * @param index in [0, distinctCount), in the order of first appearance
     */
    int distinctId(int index) {
        return distinct[index];
    }

    int count(int id) {
        return counts[id];
    }
}
