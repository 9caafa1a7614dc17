package llamaline.importer.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.checkpoint.tokenizer.TokenizerFiles;
import llamaline.v1.ChatFormat;
import llamaline.v1.ModelCard;
import llamaline.v1.Variant;

/**
 * The model card as far as it is known before the weights were read.
 *
 * @param stopIds ids that end a generation
 */
record CardDraft(
        DecoderConfig config, TokenizerFiles files, List<Integer> stopIds, ModelVariant wanted) {
    private static final String FAMILY = "codellama";

    CardDraft {
        stopIds = List.copyOf(stopIds);
    }

    /** Completes the card for weights that are stored in that precision and have that hash. */
    ModelCard card(String precision, String weightsHash, Instant created) {
        Optional<PublishedSize> size = PublishedSize.of(config);
        Variant variant = variant(size);
        String refusal = InfillRule.refusal(files.tokenizer(), size, variant);
        return ModelCard.newBuilder()
                .setFamily(FAMILY)
                .setSize(size.map(PublishedSize::label).orElse(""))
                .setVariant(variant)
                .setInfill(refusal.isEmpty())
                .setInfillRefusal(refusal)
                .setChatFormat(files.chatFormat())
                .setContext(config.positions())
                .setVocabulary(config.vocabulary())
                .setPrecision(precision)
                .setTokenizer(files.card())
                .addAllStopIds(stopIds)
                .setWeightsHash(weightsHash)
                .setCreatedEpochSeconds(created.getEpochSecond())
                .build();
    }

    private Variant variant(Optional<PublishedSize> size) {
        return switch (wanted) {
            case BASE -> Variant.BASE;
            case PYTHON -> Variant.PYTHON;
            case INSTRUCT -> Variant.INSTRUCT;
            case AUTO -> {
                if (files.chatFormat() != ChatFormat.NO_CHAT) {
                    yield Variant.INSTRUCT;
                }
                boolean isPython =
                        size.map(known -> known.isPython(config.vocabulary())).orElse(false);
                yield isPython ? Variant.PYTHON : Variant.BASE;
            }
        };
    }
}
