package llamaline.gateway.admission;

import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.SpecialPiece;
import llamaline.tokenizer.TokenizerFormatException;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerSettings;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/** A model that was announced, with its tokenizer. */
public record ServedModel(ModelCard card, CodeLlamaTokenizer tokenizer) {
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
     * @throws TokenizerFormatException where the card's tokenizer is none
     */
    static ServedModel of(ModelCard card) {
        TokenizerCard tokenizer = card.getTokenizer();
        TokenizerKind kind =
                tokenizer.getTokenizerClass() == TokenizerClass.LLAMA_TOKENIZER
                        ? TokenizerKind.LLAMA
                        : TokenizerKind.CODE_LLAMA;
        var pieces = tokenizer.getSpecialPiecesList().stream().map(ServedModel::piece).toList();
        var settings =
                new TokenizerSettings(kind, tokenizer.getAddBos(), tokenizer.getAddEos(), pieces);
        byte[] file = tokenizer.getSentencepiece().toByteArray();
        return new ServedModel(card, CodeLlamaTokenizer.of(file, settings));
    }

    private static SpecialPiece piece(llamaline.v1.SpecialPiece piece) {
        return new SpecialPiece(
                piece.getId(),
                piece.getPiece(),
                piece.getLstrip(),
                piece.getRstrip(),
                piece.getSpecial());
    }
}
