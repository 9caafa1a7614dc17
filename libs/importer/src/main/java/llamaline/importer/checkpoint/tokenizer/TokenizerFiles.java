package llamaline.importer.checkpoint.tokenizer;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.checkpoint.config.WholeFile;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.Sha256;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.special.AddedToken;
import llamaline.v1.ChatFormat;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/**
 * The tokenizer of a checkpoint, and all that its files say of it.
 *
 * @param tokenizer built from the card
 */
public record TokenizerFiles(
        TokenizerCard card, CodeLlamaTokenizer tokenizer, ChatFormat chatFormat) {
    private static final String PIECES = "tokenizer.model";
    private static final String CONFIG = "tokenizer_config.json";

    /**
     * Reads tokenizer.model, and tokenizer_config.json where it is there.
     *
     * @param vocabulary ids that the model knows: of tokens added to the tokenizer, some revisions
     *     of published models list more, which stay ordinary text here
     * @throws ModelFileException where they are missing, damaged or of another kind
     */
    public static TokenizerFiles read(Path directory, int vocabulary) {
        Path file = directory.resolve(PIECES);
        byte[] pieces = bytes(file);
        Path configFile = directory.resolve(CONFIG);
        JsonSettings config =
                Files.isRegularFile(configFile)
                        ? JsonSettings.read(configFile)
                        : JsonSettings.parse(configFile.toString(), new byte[] {'{', '}'});
        TokenizerCard card = card(pieces, config, vocabulary);
        CodeLlamaTokenizer tokenizer = tokenizer(file, pieces, card);
        AddedTokensFile.requireKnown(directory, tokenizer, vocabulary);
        return new TokenizerFiles(card, tokenizer, TemplateFile.of(directory, config).format());
    }

    private static CodeLlamaTokenizer tokenizer(Path file, byte[] pieces, TokenizerCard card) {
        try {
            return CodeLlamaTokenizer.of(pieces, settings(card));
        } catch (TokenizerFormatException e) {
            throw new ModelFileException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw ModelFileException.in(file, "is missing; a tokenizer.json alone is not read");
        }
        return WholeFile.read(file);
    }

    private static TokenizerCard card(byte[] pieces, JsonSettings config, int vocabulary) {
        return TokenizerCard.newBuilder()
                .setSentencepiece(ByteString.copyFrom(pieces))
                .setSha256(Sha256.of(pieces))
                .setTokenizerClass(tokenizerClass(config))
                .addAllSpecialPieces(AddedTokensFile.read(config, vocabulary))
                .setAddBos(config.flag("add_bos_token", true))
                .setAddEos(config.flag("add_eos_token", false))
                .build();
    }

    private static TokenizerClass tokenizerClass(JsonSettings config) {
        String name = config.text("tokenizer_class").orElse("CodeLlamaTokenizer");
        return switch (name) {
            case "CodeLlamaTokenizer", "CodeLlamaTokenizerFast" ->
                    TokenizerClass.CODE_LLAMA_TOKENIZER;
            case "LlamaTokenizer", "LlamaTokenizerFast" -> TokenizerClass.LLAMA_TOKENIZER;
            default ->
                    throw config.wrong(
                            "tokenizer_class",
                            "is \"%s\", supported are CodeLlamaTokenizer and LlamaTokenizer"
                                    .formatted(name));
        };
    }

    /** The settings that the tokenizer takes of a card, beside the model file. */
    static TokenizerOptions settings(TokenizerCard card) {
        TokenizerKind kind =
                card.getTokenizerClass() == TokenizerClass.LLAMA_TOKENIZER
                        ? TokenizerKind.LLAMA
                        : TokenizerKind.CODE_LLAMA;
        List<AddedToken> pieces =
                card.getSpecialPiecesList().stream()
                        .map(piece ->
                                new AddedToken(
                                        piece.getId(),
                                        piece.getPiece(),
                                        piece.getLstrip(),
                                        piece.getRstrip(),
                                        piece.getSpecial()))
                        .toList();
        return new TokenizerOptions(kind, card.getAddBos(), card.getAddEos(), pieces);
    }
}
