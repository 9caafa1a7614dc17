package llamaline.gateway.models;

import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.special.AddedToken;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/** A model that was announced, with its tokenizer. */
public record RegisteredModel(ModelCard card, CodeLlamaTokenizer tokenizer) {
    /** The name under which callers ask for it. */
    public String name() {
        return card.getModel();
    }

    /** Whether it has a chat template. */
    public boolean chats() {
        return switch (card.getChatFormat()) {
            case INST, SOURCE_STEP -> true;
            case NO_CHAT, UNRECOGNIZED -> false;
        };
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

    /** What its tokenizer was made with, beside the model file. */
    public TokenizerOptions settings() {
        return settings(card.getTokenizer());
    }

    /**
     * @throws TokenizerFormatException where the card's tokenizer is none
     */
    static RegisteredModel of(ModelCard card) {
        byte[] file = card.getTokenizer().getSentencepiece().toByteArray();
        var tokenizer = CodeLlamaTokenizer.of(file, settings(card.getTokenizer()));
        return new RegisteredModel(card, tokenizer.withVocabulary(card.getVocabulary()));
    }

    private static TokenizerOptions settings(TokenizerCard tokenizer) {
        TokenizerKind kind =
                tokenizer.getTokenizerClass() == TokenizerClass.LLAMA_TOKENIZER
                        ? TokenizerKind.LLAMA
                        : TokenizerKind.CODE_LLAMA;
        var pieces = tokenizer.getSpecialPiecesList().stream().map(RegisteredModel::piece).toList();
        return new TokenizerOptions(kind, tokenizer.getAddBos(), tokenizer.getAddEos(), pieces);
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
