package llamaline.tokenizer.bpe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/**
 * The symbols that merging works on, by character. A symbol is a piece's id; for a character that
 * is no piece by itself it is a number beyond the vocabulary where some longer piece contains the
 * character, and the complement of its code point where none does, so that nothing merges with it.
 * Immutable.
 */
final class SymbolTable {
    private static final int NONE = Integer.MIN_VALUE;

    private final int vocabulary;
    private final int[] byChar = new int[Character.MAX_VALUE + 1];
    private final Map<Integer, Integer> supplementary = new HashMap<>();
    private final int[] codePointsBeyond;

    SymbolTable(Vocabulary vocabulary) {
        this.vocabulary = vocabulary.size();
        Arrays.fill(byChar, NONE);
        for (int id = 0; id < vocabulary.size(); id++) {
            String text = vocabulary.text(id);
            if (vocabulary.piece(id).type().isReachedByText()
                    && text.codePointCount(0, text.length()) == 1) {
                put(text.codePointAt(0), id);
            }
        }
        codePointsBeyond = addThoseInsideOnly(vocabulary);
    }

    private int[] addThoseInsideOnly(Vocabulary vocabulary) {
        var beyond = new IdList(16);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.piece(id).type().isReachedByText()) {
                vocabulary
                        .text(id)
                        .codePoints()
                        .filter(codePoint -> find(codePoint) == NONE)
                        .forEach(codePoint -> {
                            put(codePoint, this.vocabulary + beyond.size());
                            beyond.add(codePoint);
                        });
            }
        }
        return beyond.toArray();
    }

    /** Returns the symbol of a character. */
    int of(int codePoint) {
        int symbol = find(codePoint);
        return symbol == NONE ? ~codePoint : symbol;
    }

    boolean isPiece(int symbol) {
        return symbol >= 0 && symbol < vocabulary;
    }

    /** Returns the character of a symbol that is no piece. */
    int codePoint(int symbol) {
        return symbol < 0 ? ~symbol : codePointsBeyond[symbol - vocabulary];
    }

    private int find(int codePoint) {
        return codePoint < byChar.length
                ? byChar[codePoint]
                : supplementary.getOrDefault(codePoint, NONE);
    }

    private void put(int codePoint, int symbol) {
        if (codePoint < byChar.length) {
            byChar[codePoint] = symbol;
            return;
        }
        supplementary.put(codePoint, symbol);
    }
}
