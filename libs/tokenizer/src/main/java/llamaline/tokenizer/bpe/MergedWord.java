package llamaline.tokenizer.bpe;

import java.util.Arrays;

/**
 * A word, which is the text between two safe cuts, with its ids. Immutable: its arrays are never
 * written.
 */
final class MergedWord {
    private final char[] text;
    private final int[] ids;

    MergedWord(char[] text, int[] ids) {
        this.text = text;
        this.ids = ids;
    }

    boolean is(char[] other, int from, int to) {
        return Arrays.equals(text, 0, text.length, other, from, to);
    }

    /** The word's ids; callers only read them. */
    int[] ids() {
        return ids;
    }
}
