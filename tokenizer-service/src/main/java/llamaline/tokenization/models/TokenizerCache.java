package llamaline.tokenization.models;

import java.util.Map;
import llamaline.contract.BoundedMap;
import llamaline.modelcard.CardTokenizers;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.TokenizerCard;

/**
 * The tokenizers that were read last, by their cards: models that share one, and a card that comes
 * again, cost nothing. Thread-safe.
 */
final class TokenizerCache {
    private static final int KEPT = 16;

    private final Map<TokenizerCard, CodeLlamaTokenizer> byCard = new BoundedMap<>(KEPT);

    /**
     * Reads the tokenizer, or finds it.
     *
     * @throws llamaline.tokenizer.sentencepiece.TokenizerFormatException where the card holds none
     */
    synchronized CodeLlamaTokenizer of(TokenizerCard card) {
        CodeLlamaTokenizer known = byCard.get(card);
        if (known != null) {
            return known;
        }
        CodeLlamaTokenizer made = CardTokenizers.read(card);
        byCard.put(card, made);
        return made;
    }
}
