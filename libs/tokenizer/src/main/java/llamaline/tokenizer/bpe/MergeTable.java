package llamaline.tokenizer.bpe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/**
 * The merges of a vocabulary: which two symbols become which piece, and at which rank. A hash table
 * with open addressing over pairs of symbols. Immutable.
 *
 * <p>Source: sentencepiece, src/bpe_model.cc: two neighbours merge where their joined text is a
 * piece, however that piece was trained, so each way to cut a piece into two symbols is a pair.
 */
final class MergeTable {
    /** The value of a pair that does not merge; greater than any merge. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Keys and values by turns, {@code EMPTY} where there is none. */
    private long[] slots;

    private int shift;
    private int count;

    MergeTable(Vocabulary vocabulary, SymbolTable symbols) {
        slots = emptySlots(1 << 10);
        shift = Long.SIZE - 10;
        int[] ranks = ranks(vocabulary);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.piece(id).type().isReachedByText()) {
                addCuts(id, ranks[id], vocabulary, symbols);
            }
        }
    }

    /**
     * Finds the merge of two symbols: {@code rank << 32 | id} of the piece that they become, or
     * {@link #NONE}.
     */
    long find(int left, int right) {
        if ((left | right) < 0) {
            return NONE;
        }
        long key = join(left, right);
        int mask = slots.length - 1;
        for (int at = slot(key); ; at = (at + 2) & mask) {
            long found = slots[at];
            if (found == key) {
                return slots[at + 1];
            }
            if (found == EMPTY) {
                return NONE;
            }
        }
    }

    /** The rank of a merge; smaller ranks merge earlier. */
    static int rank(long merge) {
        return (int) (merge >>> 32);
    }

    static int piece(long merge) {
        return (int) merge;
    }

    /** Ranks the ids by descending score; pieces of equal score have an equal rank. */
    private static int[] ranks(Vocabulary vocabulary) {
        float[] scores = new float[vocabulary.size()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = -vocabulary.piece(id).score() + 0.0f;
        }
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        Map<Float, Integer> rankOf = new HashMap<>();
        for (float score : sorted) {
            rankOf.putIfAbsent(score, rankOf.size());
        }
        int[] ranks = new int[scores.length];
        for (int id = 0; id < ranks.length; id++) {
            ranks[id] = rankOf.getOrDefault(scores[id], 0);
        }
        return ranks;
    }

    private void addCuts(int id, int rank, Vocabulary vocabulary, SymbolTable symbols) {
        String text = vocabulary.text(id);
        int length = text.length();
        for (int cut = text.offsetByCodePoints(0, 1);
                cut < length;
                cut = text.offsetByCodePoints(cut, 1)) {
            OptionalInt left = symbol(text.substring(0, cut), vocabulary, symbols);
            OptionalInt right = symbol(text.substring(cut), vocabulary, symbols);
            if (left.isPresent() && right.isPresent()) {
                put(join(left.getAsInt(), right.getAsInt()), join(rank, id));
            }
        }
    }

    private static OptionalInt symbol(String text, Vocabulary vocabulary, SymbolTable symbols) {
        if (text.codePointCount(0, text.length()) == 1) {
            return OptionalInt.of(symbols.of(text.codePointAt(0)));
        }
        OptionalInt id = vocabulary.idOf(text);
        return id.isPresent() && vocabulary.piece(id.getAsInt()).type().isReachedByText()
                ? id
                : OptionalInt.empty();
    }

    private void put(long key, long value) {
        if (4 * (count + 1) > slots.length) {
            grow();
        }
        int mask = slots.length - 1;
        int at = slot(key);
        while (slots[at] != EMPTY) {
            at = (at + 2) & mask;
        }
        slots[at] = key;
        slots[at + 1] = value;
        count++;
    }

    private void grow() {
        long[] old = slots;
        slots = emptySlots(old.length);
        shift--;
        count = 0;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != EMPTY) {
                put(old[at], old[at + 1]);
            }
        }
    }

    private static long join(int high, int low) {
        return ((long) high << 32) | low;
    }

    private int slot(long key) {
        return (int) ((key * MIX) >>> shift) << 1;
    }

    private static long[] emptySlots(int capacity) {
        long[] slots = new long[2 * capacity];
        Arrays.fill(slots, EMPTY);
        return slots;
    }
}
