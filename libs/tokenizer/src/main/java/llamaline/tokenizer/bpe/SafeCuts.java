package llamaline.tokenizer.bpe;

import java.util.BitSet;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/**
 * Finds where a text can be cut before merging without changing the result: between two characters
 * that stand side by side in no piece, since no merge can ever span them. Immutable.
 *
 * <p>A bit is set for each neighbouring pair of UTF-16 units in a piece, by a hash that is exact
 * for ASCII; where two pairs share a bit, a cut is missed and nothing else.
 */
final class SafeCuts {
    private static final int BITS = 1 << 18;

    private final long[] neighbours;

    SafeCuts(Vocabulary vocabulary) {
        var seen = new BitSet(BITS);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.piece(id).type().isReachedByText()) {
                String text = vocabulary.text(id);
                for (int i = 1; i < text.length(); i++) {
                    seen.set(bit(text.charAt(i - 1), text.charAt(i)));
                }
            }
        }
        seen.set(BITS);
        neighbours = seen.toLongArray();
    }

    /** Returns the first safe cut after {@code from}, {@code to} at the latest. */
    int after(int from, char[] text, int to) {
        int at = from + 1;
        while (at < to && isJoined(text[at - 1], text[at])) {
            at++;
        }
        return at;
    }

    private boolean isJoined(char left, char right) {
        int bit = bit(left, right);
        return (neighbours[bit >> 6] & (1L << bit)) != 0 || Character.isLowSurrogate(right);
    }

    private static int bit(char left, char right) {
        return ((left << 7) ^ right) & (BITS - 1);
    }
}
