package llamaline.tokenization.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.special.AddedToken;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/** Tokenizers by their cards: models that share one, and a card that comes again, cost nothing. */
final class Tokenizers {
    private static final int KEPT = 16;

    private final Map<TokenizerCard, CodeLlamaTokenizer> byCard = new OldestGoes();

    /**
     * @throws TokenizerFormatException where the card's tokenizer is none
     */
    synchronized CodeLlamaTokenizer of(TokenizerCard card) {
        CodeLlamaTokenizer known = byCard.get(card);
        if (known != null) {
            return known;
        }
        CodeLlamaTokenizer made =
                CodeLlamaTokenizer.of(card.getSentencepiece().toByteArray(), settings(card));
        byCard.put(card, made);
        return made;
    }

    private static TokenizerOptions settings(TokenizerCard card) {
        TokenizerKind kind =
                card.getTokenizerClass() == TokenizerClass.LLAMA_TOKENIZER
                        ? TokenizerKind.LLAMA
                        : TokenizerKind.CODE_LLAMA;
        List<AddedToken> pieces =
                card.getSpecialPiecesList().stream().map(Tokenizers::piece).toList();
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

    private static final class OldestGoes extends LinkedHashMap<TokenizerCard, CodeLlamaTokenizer> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenizerCard, CodeLlamaTokenizer> eldest) {
            return size() > KEPT;
        }
    }
}
