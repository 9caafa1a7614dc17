package llamaline.importer.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.checkpoint.config.DecoderConfigReader;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.checkpoint.safetensors.WeightFiles;
import llamaline.importer.checkpoint.tokenizer.TokenizerFiles;
import llamaline.importer.model.ModelFileException;
import llamaline.v1.ModelCard;

/**
 * A checkpoint's folder without its weights: everything that can be refused before they are read.
 *
 * @param stopIds of generation_config.json, else of config.json
 */
public record Checkpoint(
        Path directory, DecoderConfig config, TokenizerFiles files, List<Integer> stopIds) {
    private static final String CONFIG = "config.json";
    private static final String GENERATION_CONFIG = "generation_config.json";

    public Checkpoint {
        stopIds = List.copyOf(stopIds);
    }

    /**
     * Reads the folder.
     *
     * @throws ModelFileException naming file and field that are not supported
     */
    public static Checkpoint read(Path directory) {
        Path file = directory.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw withoutConfig(directory);
        }
        DecoderConfig config = DecoderConfigReader.read(JsonSettings.read(file));
        TokenizerFiles files = TokenizerFiles.read(directory, config.vocabulary());
        requireSameVocabulary(directory, config, files);
        return new Checkpoint(directory, config, files, stopIds(directory, config));
    }

    /** Makes the card for weights that are stored in that precision and have that hash. */
    public ModelCard card(
            ModelVariant variant, String precision, String weightsHash, Instant created) {
        return new CardDraft(config, files, stopIds, variant).card(precision, weightsHash, created);
    }

    private static ModelFileException withoutConfig(Path directory) {
        if (Files.isDirectory(directory) && WeightFiles.isMetas(directory)) {
            return WeightFiles.otherFormat(directory);
        }
        return new ModelFileException(
                "%s is no Hugging Face checkpoint: it has no %s".formatted(directory, CONFIG));
    }

    private static void requireSameVocabulary(
            Path directory, DecoderConfig config, TokenizerFiles files) {
        int pieces = files.tokenizer().vocabularySize();
        if (pieces > config.vocabulary()) {
            throw ModelFileException.in(
                    directory.resolve(CONFIG),
                    "vocab_size is %d, but the tokenizer has %d pieces"
                            .formatted(config.vocabulary(), pieces));
        }
    }

    private static List<Integer> stopIds(Path directory, DecoderConfig config) {
        Path file = directory.resolve(GENERATION_CONFIG);
        Path named = Files.isRegularFile(file) ? file : directory.resolve(CONFIG);
        List<Integer> ids =
                Files.isRegularFile(file)
                        ? JsonSettings.read(file).integers("eos_token_id").orElse(config.stopIds())
                        : config.stopIds();
        for (int id : ids) {
            if (id < 0 || id >= config.vocabulary()) {
                throw ModelFileException.in(
                        named,
                        "eos_token_id %d is outside the vocabulary of %d"
                                .formatted(id, config.vocabulary()));
            }
        }
        return ids;
    }
}
