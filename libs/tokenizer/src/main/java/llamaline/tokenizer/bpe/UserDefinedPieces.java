package llamaline.tokenizer.bpe;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import llamaline.tokenizer.sentencepiece.PieceType;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/**
 * The user-defined pieces, at which a text is cut before merging: the longest that begins at a
 * position, from left to right. Llama's own models have none. Immutable.
 *
 * <p>Source: sentencepiece, src/normalizer.cc (PrefixMatcher).
 */
final class UserDefinedPieces {
    private final Map<String, Integer> ids = new HashMap<>();
    private final BitSet firstCharacters = new BitSet();
    private final int longest;

    UserDefinedPieces(Vocabulary vocabulary) {
        int length = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.piece(id).type() == PieceType.USER_DEFINED) {
                ids.put(vocabulary.text(id), id);
                firstCharacters.set(vocabulary.text(id).charAt(0));
                length = Math.max(length, vocabulary.text(id).length());
            }
        }
        longest = length;
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Returns the id of the longest piece that {@code text} has at {@code from}; -1 for none. */
    int longestAt(int from, char[] text) {
        if (!firstCharacters.get(text[from])) {
            return -1;
        }
        for (int length = Math.min(longest, text.length - from); length > 0; length--) {
            Integer id = ids.get(new String(text, from, length));
            if (id != null) {
                return id;
            }
        }
        return -1;
    }
}
