package llamaline.worker.sampling;

/**
 * The ids in the order of their scores, highest first, the lower id first where scores are equal;
 * and Hoare's partition of them. Finds a boundary in O(n) on average where a sort takes O(n log n).
 * Not thread-safe.
 */
final class ScoreOrder {
    private final int[] ids;
    private float[] scores = {};
    private int count;

    ScoreOrder(int vocabulary) {
        ids = new int[vocabulary];
    }

    /** Takes all ids whose score is above minus infinity. */
    void reset(float[] newScores) {
        scores = newScores;
        count = 0;
        for (int id = 0; id < newScores.length; id++) {
            if (newScores[id] > Float.NEGATIVE_INFINITY) {
                ids[count++] = id;
            }
        }
    }

    int count() {
        return count;
    }

    int id(int place) {
        return ids[place];
    }

    /**
     * Splits the places [from, to) in two, each not empty, all of the first before all of the
     * second.
     *
     * @param to at least {@code from + 2}
     * @return the first place of the second part
     */
    int partition(int from, int to) {
        int pivot = medianOfThree(ids[from], ids[(from + to) >>> 1], ids[to - 1]);
        int left = from - 1;
        int right = to;
        while (true) {
            do {
                left++;
            } while (isBefore(ids[left], pivot));
            do {
                right--;
            } while (isBefore(pivot, ids[right]));
            if (left >= right) {
                return Math.clamp(left, from + 1, to - 1);
            }
            swap(left, right);
        }
    }

    /** Sorts the places [from, to), which are few. */
    void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && isBefore(ids[j], ids[j - 1]); j--) {
                swap(j, j - 1);
            }
        }
    }

    private int medianOfThree(int a, int b, int c) {
        int low = isBefore(a, b) ? a : b;
        int high = isBefore(a, b) ? b : a;
        if (isBefore(c, low)) {
            return low;
        }
        return isBefore(c, high) ? c : high;
    }

    private boolean isBefore(int a, int b) {
        return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
    }

    private void swap(int a, int b) {
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
    }
}
