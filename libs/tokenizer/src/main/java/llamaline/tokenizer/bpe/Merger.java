package llamaline.tokenizer.bpe;

/**
 * Merges one word of symbols by byte pairs: again and again the pair of best rank, the leftmost of
 * equals, becomes one symbol. A short word is searched anew for each merge, a long one keeps a
 * heap, so that merging takes O(n log n). Not thread-safe; reused to save its arrays.
 *
 * <p>Source: sentencepiece, src/bpe_model.cc (Model::SampleEncode with alpha 0).
 */
final class Merger {
    /** The longest word, in symbols, for which a search over all pairs is faster than a heap. */
    static final int SHORT = 32;

    private final MergeTable table;
    private int[] symbols = new int[SHORT];

    /** The merge of the pair that begins at each index; {@link MergeTable#NONE} for none. */
    private long[] merges = new long[SHORT];

    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int count;
    private long moves;

    Merger(MergeTable table) {
        this.table = table;
    }

    /** Begins a word of at most {@code capacity} symbols. */
    void begin(int capacity) {
        count = 0;
        if (symbols.length < capacity) {
            symbols = new int[capacity];
            merges = new long[capacity];
        }
    }

    void add(int symbol) {
        symbols[count++] = symbol;
    }

    /**
     * Merges the symbols that were added; {@link #count} of them are left, which {@link #symbol}
     * gives.
     */
    void merge() {
        if (count <= SHORT) {
            mergeBySearch();
            return;
        }
        mergeByQueue();
    }

    int count() {
        return count;
    }

    int symbol(int index) {
        return symbols[index];
    }

    /** Counts the heap's writes so far, over all words. */
    long moves() {
        return moves;
    }

    private void mergeBySearch() {
        int last = count - 1;
        for (int i = 0; i < last; i++) {
            merges[i] = table.find(symbols[i], symbols[i + 1]);
        }
        while (last > 0) {
            int best = bestOf(last);
            if (merges[best] == MergeTable.NONE) {
                break;
            }
            symbols[best] = MergeTable.piece(merges[best]);
            System.arraycopy(symbols, best + 2, symbols, best + 1, last - best - 1);
            System.arraycopy(merges, best + 1, merges, best, last - best - 1);
            last--;
            if (best < last) {
                merges[best] = table.find(symbols[best], symbols[best + 1]);
            }
            if (best > 0) {
                merges[best - 1] = table.find(symbols[best - 1], symbols[best]);
            }
        }
        count = last + 1;
    }

    private int bestOf(int pairs) {
        int best = 0;
        int bestRank = MergeTable.rank(merges[0]);
        for (int i = 1; i < pairs; i++) {
            int rank = MergeTable.rank(merges[i]);
            if (rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    private void mergeByQueue() {
        link();
        var queue = new MergeQueue(count);
        for (int i = 0; i + 1 < count; i++) {
            offer(i, queue);
        }
        merges[count - 1] = MergeTable.NONE;
        while (!queue.isEmpty()) {
            long first = queue.poll();
            int at = (int) first;
            // What is there now may be another pair than the one that was queued. An equal rank is
            // enough: then this one is due too.
            if (MergeTable.rank(merges[at]) == MergeTable.rank(first)) {
                mergeAt(at, queue);
            }
        }
        moves += queue.moves();
        gather();
    }

    private void link() {
        if (next.length < count) {
            next = new int[count];
            previous = new int[count];
        }
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
    }

    private void offer(int at, MergeQueue queue) {
        long merge = table.find(symbols[at], symbols[next[at]]);
        merges[at] = merge;
        if (merge != MergeTable.NONE) {
            queue.add(MergeTable.rank(merge), at);
        }
    }

    private void mergeAt(int at, MergeQueue queue) {
        int gone = next[at];
        symbols[at] = MergeTable.piece(merges[at]);
        merges[gone] = MergeTable.NONE;
        next[at] = next[gone];
        if (previous[at] >= 0) {
            offer(previous[at], queue);
        }
        if (next[at] < count) {
            previous[next[at]] = at;
            offer(at, queue);
            return;
        }
        merges[at] = MergeTable.NONE;
    }

    private void gather() {
        int kept = 0;
        for (int at = 0; at < count; at = next[at]) {
            symbols[kept++] = symbols[at];
        }
        count = kept;
    }
}
