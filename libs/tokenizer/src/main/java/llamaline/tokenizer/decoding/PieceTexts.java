package llamaline.tokenizer.decoding;

import java.util.Arrays;
import llamaline.tokenizer.sentencepiece.ModelPiece;
import llamaline.tokenizer.sentencepiece.PieceType;
import llamaline.tokenizer.sentencepiece.Vocabulary;
import llamaline.tokenizer.special.AddedToken;
import llamaline.tokenizer.special.SpecialTokens;

/**
 * The text or the byte that each id stands for in decoding. Immutable.
 *
 * <p>Source: sentencepiece, src/sentencepiece_processor.cc (Decode); Hugging Face transformers
 * 4.57.6, tokenization_code_llama.py (convert_tokens_to_string).
 */
public final class PieceTexts {
    private static final int NO_BYTE = -1;

    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private final String[] texts;
    private final int[] bytes;
    private final int used;

    /**
     * Lists the texts of a vocabulary with its special tokens.
     *
     * @param least number of ids that there are at least; those without a piece stand for no text
     */
    public PieceTexts(Vocabulary vocabulary, SpecialTokens special, int least) {
        this.vocabulary = vocabulary;
        this.special = special;
        used = special.vocabularySize();
        texts = new String[Math.max(used, least)];
        bytes = new int[texts.length];
        Arrays.fill(texts, "");
        Arrays.fill(bytes, NO_BYTE);
        for (int id = 0; id < used; id++) {
            AddedToken piece = special.find(id);
            texts[id] = piece == null ? text(vocabulary.piece(id)) : piece.piece();
        }
        for (int value = 0; value < 256; value++) {
            bytes[vocabulary.byteId(value)] = value;
        }
    }

    public int size() {
        return texts.length;
    }

    /**
     * Tells whether an id stands for one byte of UTF-8.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public boolean isByte(int id) {
        return bytes[check(id)] != NO_BYTE;
    }

    /** Returns the byte of an id, in [0, 256); -1 where it stands for characters. */
    public int byteOf(int id) {
        return bytes[id];
    }

    /**
     * Returns the characters that an id stands for; empty for a byte piece and for control pieces
     * that no added token spells.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public String text(int id) {
        return texts[check(id)];
    }

    /**
     * Tells whether decoding may skip an id.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public boolean isSpecial(int id) {
        return special.isSpecial(check(id)) || id >= used;
    }

    /**
     * Returns the vocabulary's string for an id.
     *
     * @throws IndexOutOfBoundsException where there is no such id
     */
    public String piece(int id) {
        AddedToken piece = special.find(check(id));
        if (piece == null && id >= used) {
            return "<unused_%d>".formatted(id);
        }
        return piece == null ? vocabulary.text(id) : piece.piece();
    }

    /**
     * @throws IndexOutOfBoundsException where there is no such id
     */
    private int check(int id) {
        if (id < 0 || id >= texts.length) {
            throw new IndexOutOfBoundsException(
                    "id %d is outside the vocabulary of %d".formatted(id, texts.length));
        }
        return id;
    }

    private static String text(ModelPiece piece) {
        return piece.type() == PieceType.CONTROL
                ? ""
                : piece.text().replace(Vocabulary.SPACE_MARK, ' ');
    }
}
