package llamaline.tokenizer.bpe;

import org.jspecify.annotations.Nullable;

/**
 * A cache of merged words. A word has one entry, which the last word of that hash holds: memory is
 * bounded, and no lock is needed, because a word is immutable and so whole for every reader.
 * Thread-safe.
 */
final class WordCache {
    /** The longest word that is kept, in UTF-16 units; longer ones repeat too seldom. */
    static final int LONGEST_WORD = 48;

    private static final int PLACES = 1 << 15;

    private final @Nullable MergedWord[] words = new @Nullable MergedWord[PLACES];

    static int hash(char[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = (hash * 0x01000193) ^ text[i];
        }
        return hash * 0x9E3779B1;
    }

    @Nullable MergedWord find(int hash, char[] text, int from, int to) {
        MergedWord word = words[place(hash)];
        return word != null && word.is(text, from, to) ? word : null;
    }

    void put(int hash, MergedWord word) {
        words[place(hash)] = word;
    }

    private static int place(int hash) {
        return hash >>> (Integer.SIZE - 15);
    }
}
