package llamaline.tokenizer.sentencepiece;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The pieces of a model by id, and the ids of pieces with a role of their own: bytes and the
 * unknown piece. Immutable.
 */
public final class Vocabulary {
    /** The character that stands for a space in pieces. */
    public static final char SPACE_MARK = '\u2581';

    private static final int NONE = -1;
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final List<ModelPiece> pieces;
    private final Map<String, Integer> ids;
    private final int[] byteIds = new int[256];
    private final int unknownId;

    /**
     * Indexes a model's pieces.
     *
     * @throws TokenizerFormatException where a piece stands twice, or one is missing that each
     *     model of Llama's kind has
     */
    public Vocabulary(SentencePieceModel model) {
        pieces = model.pieces();
        ids = HashMap.newHashMap(pieces.size());
        Arrays.fill(byteIds, NONE);
        int unknown = NONE;
        for (int id = 0; id < pieces.size(); id++) {
            ModelPiece piece = pieces.get(id);
            Integer earlier = ids.putIfAbsent(piece.text(), id);
            if (earlier != null) {
                throw error("pieces[%d] and [%d] are the same".formatted(earlier, id));
            }
            switch (piece.type()) {
                case BYTE -> byteIds[byteValue(piece.text(), id)] = id;
                case UNKNOWN -> unknown = single(unknown, id);
                case NORMAL, CONTROL, USER_DEFINED, UNUSED -> {}
            }
        }
        unknownId = unknown;
        check();
    }

    /** The number of the model file's pieces. */
    public int size() {
        return pieces.size();
    }

    /**
     * Returns the text of a piece.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public String text(int id) {
        return pieces.get(id).text();
    }

    /**
     * Returns a piece.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public ModelPiece piece(int id) {
        return pieces.get(id);
    }

    /** Finds the id of a piece by its text. */
    public OptionalInt idOf(String text) {
        Integer id = ids.get(text);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    public int unknownId() {
        return unknownId;
    }

    /** Returns the id of the piece of a byte, in [0, 256). */
    public int byteId(int value) {
        return byteIds[value];
    }

    /**
     * Returns the id of a control piece.
     *
     * @throws TokenizerFormatException where there is no such control piece
     */
    public int controlId(String text) {
        Integer id = ids.get(text);
        if (id == null || piece(id).type() != PieceType.CONTROL) {
            throw error("it has no CONTROL piece " + text);
        }
        return id;
    }

    private void check() {
        if (unknownId == NONE) {
            throw error("it has no piece of type UNKNOWN");
        }
        for (int value = 0; value < byteIds.length; value++) {
            if (byteIds[value] == NONE) {
                throw error("it has no BYTE piece <0x%02X>".formatted(value));
            }
        }
    }

    private static int single(int earlier, int id) {
        if (earlier != NONE) {
            throw error("pieces[%d] and [%d] are both of type UNKNOWN".formatted(earlier, id));
        }
        return id;
    }

    private static int byteValue(String text, int id) {
        if (BYTE.matcher(text).matches()) {
            return Integer.parseInt(text, 3, 5, 16);
        }
        throw error("pieces[%d] is of type BYTE and not <0x00> to <0xFF>".formatted(id));
    }

    private static TokenizerFormatException error(String what) {
        return new TokenizerFormatException("unsupported SentencePiece model: " + what);
    }
}
