package llamaline.tokenization.models;

import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.ModelCard;

/**
 * A model that was announced.
 *
 * @param card without the tokenizer's file
 */
public record ModelTokenizer(ModelCard card, CodeLlamaTokenizer tokenizer) {
    public ModelTokenizer {
        card = card.toBuilder().clearTokenizer().build();
    }

    /** The name under which callers ask for it. */
    public String name() {
        return card.getModel();
    }
}
