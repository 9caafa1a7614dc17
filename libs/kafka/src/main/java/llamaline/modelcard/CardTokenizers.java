package llamaline.modelcard;

import java.util.List;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.special.AddedToken;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/** Reads the tokenizers that model cards hold. Stateless. */
public final class CardTokenizers {
    private CardTokenizers() {}

    /**
     * Reads a card's tokenizer, which takes some 100 ms.
     *
     * @throws llamaline.tokenizer.sentencepiece.TokenizerFormatException where the card holds none
     */
    public static CodeLlamaTokenizer read(TokenizerCard card) {
        return CodeLlamaTokenizer.of(card.getSentencepiece().toByteArray(), settings(card));
    }

    /** Says what a card's tokenizer is made with, beside the model file. */
    public static TokenizerOptions settings(TokenizerCard card) {
        TokenizerKind kind =
                card.getTokenizerClass() == TokenizerClass.LLAMA_TOKENIZER
                        ? TokenizerKind.LLAMA
                        : TokenizerKind.CODE_LLAMA;
        List<AddedToken> pieces =
                card.getSpecialPiecesList().stream().map(CardTokenizers::piece).toList();
        return new TokenizerOptions(kind, card.getAddBos(), card.getAddEos(), pieces);
    }

    private static AddedToken piece(llamaline.v1.SpecialPiece piece) {
        return new AddedToken(
                piece.getId(),
                piece.getPiece(),
                piece.getLstrip(),
                piece.getRstrip(),
                piece.getSpecial());
    }
}
