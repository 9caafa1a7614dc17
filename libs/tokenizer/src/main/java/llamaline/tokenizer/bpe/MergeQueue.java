package llamaline.tokenizer.bpe;

import java.util.Arrays;

/**
 * A binary heap of pending merges, by rank and then by position: the order in which SentencePiece
 * does them. Not thread-safe.
 */
final class MergeQueue {
    private long[] heap;
    private int size;
    private long moves;

    MergeQueue(int capacity) {
        heap = new long[Math.max(capacity, 16)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int rank, int place) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        long entry = ((long) rank << 32) | place;
        int at = size++;
        while (at > 0 && heap[(at - 1) >>> 1] > entry) {
            heap[at] = heap[(at - 1) >>> 1];
            at = (at - 1) >>> 1;
            moves++;
        }
        heap[at] = entry;
        moves++;
    }

    /** Removes the first entry and returns it as {@code rank << 32 | position}. */
    long poll() {
        long first = heap[0];
        long last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
            moves++;
        }
        heap[at] = last;
        moves++;
        return first;
    }

    /** Counts the writes of entries so far, which the time is proportional to. */
    long moves() {
        return moves;
    }
}
