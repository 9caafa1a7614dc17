package llamaline.tokenizer;

/**
 * What each id is when decoded: characters, or one byte. Immutable.
 *
 * <p>Source: sentencepiece, src/sentencepiece_processor.cc (Decode); Hugging Face transformers
 * 4.57.6, tokenization_code_llama.py (convert_tokens_to_string).
 */
final class PieceTexts {
    private static final int NO_BYTE = -1;

    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private final String[] texts;
    private final int[] bytes;

    PieceTexts(Vocabulary vocabulary, SpecialTokens special) {
        this.vocabulary = vocabulary;
        this.special = special;
        texts = new String[special.vocabularySize(vocabulary.size())];
        bytes = new int[texts.length];
        for (int id = 0; id < texts.length; id++) {
            SpecialPiece piece = special.find(id);
            texts[id] = piece == null ? text(vocabulary.piece(id)) : piece.piece();
            bytes[id] = NO_BYTE;
        }
        for (int value = 0; value < 256; value++) {
            bytes[vocabulary.byteId(value)] = value;
        }
    }

    int size() {
        return texts.length;
    }

    boolean isByte(int id) {
        return bytes[check(id)] != NO_BYTE;
    }

    int byteOf(int id) {
        return bytes[id];
    }

    String text(int id) {
        return texts[check(id)];
    }

    boolean isSpecial(int id) {
        return special.isSpecial(check(id));
    }

    /** As the vocabulary spells it. */
    String piece(int id) {
        SpecialPiece piece = special.find(check(id));
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
