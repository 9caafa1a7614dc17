package llamaline.gateway.models;

import com.google.protobuf.ByteString;
import java.util.Optional;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.modelcard.CardTokenizers;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.prompt.ChatTemplate;
import llamaline.v1.ModelCard;

/**
 * A model that was announced, with its tokenizer.
 *
 * @param card the announcement, as a worker made it
 */
public record RegisteredModel(ModelCard card, CodeLlamaTokenizer tokenizer) {
    /** The name under which callers ask for it. */
    public String name() {
        return card.getModel();
    }

    /** The longest sequence of tokens that it reads, prompt and completion together. */
    public int context() {
        return card.getContext();
    }

    /** Counts the token ids that it knows: each is in [0, vocabulary). */
    public int vocabulary() {
        return card.getVocabulary();
    }

    /** The properties that callers are told. */
    public ModelDescription description() {
        return ModelDescription.of(card);
    }

    /** The bytes of its checkpoint's tokenizer.model. */
    public ByteString vocabularyFile() {
        return card.getTokenizer().getSentencepiece();
    }

    /** The template of its chats, or empty where it only completes. */
    public Optional<ChatTemplate> chatTemplate() {
        return switch (card.getChatFormat()) {
            case INST -> Optional.of(ChatTemplate.INST);
            case SOURCE_STEP -> Optional.of(ChatTemplate.SOURCE_STEP);
            case NO_CHAT, UNRECOGNIZED -> Optional.empty();
        };
    }

    /** Tells whether it has a chat template. */
    public boolean chats() {
        return chatTemplate().isPresent();
    }

    /**
     * Passes where it can infill.
     *
     * @param field that asks for it
     * @throws RefusedException with the reason, and which model would do
     */
    public void requireInfill(String field) {
        if (!card.getInfill()) {
            throw new RefusedException(
                    Refusal.ofField(
                            field,
                            "The model '%s' cannot infill: %s"
                                    .formatted(name(), card.getInfillRefusal())));
        }
    }

    /** The options that its tokenizer was made with, beside the vocabulary's file. */
    public TokenizerOptions settings() {
        return CardTokenizers.settings(card.getTokenizer());
    }

    /**
     * Reads the card's tokenizer.
     *
     * @throws llamaline.tokenizer.sentencepiece.TokenizerFormatException where the card holds none
     */
    static RegisteredModel of(ModelCard card) {
        CodeLlamaTokenizer tokenizer = CardTokenizers.read(card.getTokenizer());
        return new RegisteredModel(card, tokenizer.withVocabulary(card.getVocabulary()));
    }
}
