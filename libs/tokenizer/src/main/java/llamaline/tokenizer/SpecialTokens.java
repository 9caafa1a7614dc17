package llamaline.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are cut out of a text and skipped in decoding: {@code <s>}, {@code </s>}, {@code
 * <unk>}, the infilling pieces, and what the settings add. Immutable.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_code_llama.py and
 * tokenization_utils.py.
 */
final class SpecialTokens {
    static final String BOS = "<s>";
    static final String EOS = "</s>";
    static final String PREFIX = "\u2581<PRE>";
    static final String SUFFIX = "\u2581<SUF>";
    static final String MIDDLE = "\u2581<MID>";
    static final String EOT = "\u2581<EOT>";
    static final String STEP = "<step>";

    private final Map<Integer, SpecialPiece> byId = new HashMap<>();

    /** Longest first where two begin alike. */
    private final List<SpecialPiece> byLength;

    private final BitSet firstCharacters = new BitSet();

    /**
     * @throws TokenizerFormatException where the settings' pieces leave a gap behind the vocabulary
     */
    SpecialTokens(Vocabulary vocabulary, TokenizerSettings settings) {
        add(vocabulary.controlId(BOS), BOS);
        add(vocabulary.controlId(EOS), EOS);
        add(vocabulary.unknownId(), vocabulary.text(vocabulary.unknownId()));
        if (settings.kind() == TokenizerKind.CODE_LLAMA) {
            for (String piece : List.of(PREFIX, SUFFIX, MIDDLE, EOT)) {
                vocabulary.idOf(piece).ifPresent(id -> add(id, piece));
            }
        }
        settings.specialPieces().forEach(piece -> byId.put(piece.id(), piece));
        byLength = new ArrayList<>(byId.values());
        byLength.sort(
                Comparator.comparingInt((SpecialPiece piece) -> piece.piece().length()).reversed());
        byLength.forEach(piece -> firstCharacters.set(piece.piece().charAt(0)));
        checkIds(vocabulary.size());
    }

    /** Whether decoding may skip it. */
    boolean isSpecial(int id) {
        SpecialPiece piece = byId.get(id);
        return piece != null && piece.special();
    }

    @Nullable SpecialPiece find(int id) {
        return byId.get(id);
    }

    OptionalInt idOf(String piece) {
        return byLength.stream()
                .filter(special -> special.piece().equals(piece))
                .mapToInt(SpecialPiece::id)
                .findFirst();
    }

    /** The longest that {@code text} has at {@code from}. */
    @Nullable SpecialPiece longestAt(int from, String text) {
        if (!firstCharacters.get(text.charAt(from))) {
            return null;
        }
        for (SpecialPiece special : byLength) {
            if (text.startsWith(special.piece(), from)) {
                return special;
            }
        }
        return null;
    }

    /** How many ids there are, {@code vocabulary} of them in the model file. */
    int vocabularySize(int vocabulary) {
        int largest = byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(vocabulary, largest + 1);
    }

    private void add(int id, String piece) {
        byId.put(id, new SpecialPiece(id, piece, false, false, true));
    }

    private void checkIds(int vocabulary) {
        long beyond = byId.keySet().stream().filter(id -> id >= vocabulary).count();
        int largest = byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (largest >= vocabulary + beyond) {
            throw new TokenizerFormatException(
                    "special piece %d leaves a gap behind the model file's %d pieces"
                            .formatted(largest, vocabulary));
        }
    }
}
