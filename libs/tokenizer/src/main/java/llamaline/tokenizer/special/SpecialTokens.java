package llamaline.tokenizer.special;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.sentencepiece.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are cut out of a text and skipped in decoding: {@code <s>}, {@code </s>}, {@code
 * <unk>}, the infilling pieces, and the added tokens. Immutable.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_code_llama.py and
 * tokenization_utils.py.
 */
public final class SpecialTokens {
    static final String BOS = "<s>";
    static final String EOS = "</s>";
    public static final String PREFIX = "\u2581<PRE>";
    public static final String SUFFIX = "\u2581<SUF>";
    public static final String MIDDLE = "\u2581<MID>";
    public static final String EOT = "\u2581<EOT>";
    public static final String STEP = "<step>";

    /** The pieces of an infilling prompt and of its end, which Code Llama's tokenizer parses. */
    public static final List<String> INFILLING = List.of(PREFIX, SUFFIX, MIDDLE, EOT);

    private final Vocabulary vocabulary;
    private final Map<Integer, AddedToken> byId = new HashMap<>();

    /** The tokens, longer ones first, so that the longest of those that begin alike is found. */
    private final List<AddedToken> byLength;

    private final BitSet firstCharacters = new BitSet();

    /**
     * Collects the special tokens of a model.
     *
     * @param sentinels pieces of the model file that are special too, where it has them
     * @param addedTokens tokens that tokenizer_config.json adds
     * @throws TokenizerFormatException where the added tokens leave a gap behind the vocabulary
     */
    public SpecialTokens(
            Vocabulary vocabulary, List<String> sentinels, List<AddedToken> addedTokens) {
        this.vocabulary = vocabulary;
        add(vocabulary.controlId(BOS), BOS);
        add(vocabulary.controlId(EOS), EOS);
        add(vocabulary.unknownId(), vocabulary.text(vocabulary.unknownId()));
        for (String piece : sentinels) {
            vocabulary.idOf(piece).ifPresent(id -> add(id, piece));
        }
        addedTokens.forEach(piece -> byId.put(piece.id(), piece));
        byLength = new ArrayList<>(byId.values());
        byLength.sort(
                Comparator.comparingInt((AddedToken piece) -> piece.piece().length()).reversed());
        byLength.forEach(piece -> firstCharacters.set(piece.piece().charAt(0)));
        checkIds();
    }

    /** Tells whether decoding may skip an id. */
    public boolean isSpecial(int id) {
        AddedToken piece = byId.get(id);
        return piece != null && piece.special();
    }

    /** Returns the token of an id; null where the id is a plain piece. */
    public @Nullable AddedToken find(int id) {
        return byId.get(id);
    }

    public int bosId() {
        return vocabulary.controlId(BOS);
    }

    public int eosId() {
        return vocabulary.controlId(EOS);
    }

    /** Finds the id of a special token, or else of a piece of the vocabulary. */
    public OptionalInt idOf(String piece) {
        OptionalInt id =
                byLength.stream()
                        .filter(special -> special.piece().equals(piece))
                        .mapToInt(AddedToken::id)
                        .findFirst();
        return id.isPresent() ? id : vocabulary.idOf(piece);
    }

    /**
     * Returns the id of a piece that the caller cannot do without.
     *
     * @throws IllegalStateException where neither the special tokens nor the vocabulary have the
     *     piece
     */
    public int requiredId(String piece) {
        return idOf(piece)
                .orElseThrow(
                        () -> new IllegalStateException("the vocabulary has no piece " + piece));
    }

    /** Returns the longest token that {@code text} has at {@code from}. */
    @Nullable AddedToken longestAt(int from, String text) {
        if (!firstCharacters.get(text.charAt(from))) {
            return null;
        }
        for (AddedToken special : byLength) {
            if (text.startsWith(special.piece(), from)) {
                return special;
            }
        }
        return null;
    }

    /** Counts the ids that have a piece: the model file's, and added tokens behind them. */
    public int vocabularySize() {
        int largest = byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(vocabulary.size(), largest + 1);
    }

    private void add(int id, String piece) {
        byId.put(id, new AddedToken(id, piece, false, false, true));
    }

    private void checkIds() {
        int size = vocabulary.size();
        long beyond = byId.keySet().stream().filter(id -> id >= size).count();
        int largest = byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (largest >= size + beyond) {
            throw new TokenizerFormatException(
                    "special piece %d leaves a gap behind the model file's %d pieces"
                            .formatted(largest, size));
        }
    }
}
