package llamaline.importer.checkpoint.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.importer.checkpoint.config.DecoderConfigReader;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.ModelFileException;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.v1.TokenizerCard;

/**
 * The tokenizer of a checkpoint or of an imported model.
 *
 * @param settings those that {@code tokenizer} was made with
 * @param infill whether it has the pieces for infilling
 */
public record CheckpointTokenizer(
        CodeLlamaTokenizer tokenizer, TokenizerOptions settings, boolean infill) {
    private static final String CONFIG = "config.json";

    /**
     * Reads it from a folder; of a checkpoint, tokenizer.model is enough.
     *
     * @throws ModelFileException where the tokenizer is missing, damaged or of another kind
     */
    public static CheckpointTokenizer read(Path directory) {
        if (ImportedModel.isAt(directory)) {
            TokenizerCard card = ImportedModel.read(directory).card().getTokenizer();
            TokenizerOptions settings = TokenizerFiles.settings(card);
            byte[] pieces = card.getSentencepiece().toByteArray();
            return of(CodeLlamaTokenizer.of(pieces, settings), settings);
        }
        TokenizerFiles files = TokenizerFiles.read(directory, vocabulary(directory));
        return of(files.tokenizer(), TokenizerFiles.settings(files.card()));
    }

    private static CheckpointTokenizer of(CodeLlamaTokenizer tokenizer, TokenizerOptions settings) {
        boolean infill =
                tokenizer.prefixId().isPresent()
                        && tokenizer.suffixId().isPresent()
                        && tokenizer.middleId().isPresent();
        return new CheckpointTokenizer(tokenizer, settings, infill);
    }

    /** The vocabulary of the model; without a configuration all added tokens are known. */
    private static int vocabulary(Path directory) {
        Path config = directory.resolve(CONFIG);
        return Files.isRegularFile(config)
                ? DecoderConfigReader.read(JsonSettings.read(config)).vocabulary()
                : Integer.MAX_VALUE;
    }
}
