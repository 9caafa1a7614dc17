package llamaline.importer.checkpoint;

import java.util.Optional;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.Variant;

/**
 * Decides whether a model fills in: the pieces must be there, and the training. Only base models of
 * 7B and 13B had it; of a shape that was not published, the pieces are taken at their word.
 *
 * <p>Source: Code Llama (2308.12950), section 2.3.
 */
final class InfillRule {
    private static final String WHAT_WOULD_DO =
            "; infilling works with the base models of 7B and 13B";

    private InfillRule() {}

    /** The reason why the model does not infill; empty where it does. */
    static String refusal(
            CodeLlamaTokenizer tokenizer, Optional<PublishedSize> size, Variant variant) {
        return reason(tokenizer, size, variant).map(reason -> reason + WHAT_WOULD_DO).orElse("");
    }

    private static Optional<String> reason(
            CodeLlamaTokenizer tokenizer, Optional<PublishedSize> size, Variant variant) {
        boolean hasPieces =
                tokenizer.prefixId().isPresent()
                        && tokenizer.suffixId().isPresent()
                        && tokenizer.middleId().isPresent();
        if (!hasPieces) {
            return Optional.of(
                    "this model's tokenizer has no infilling pieces (▁<PRE>, ▁<SUF>, ▁<MID>)");
        }
        if (size.isPresent() && !size.get().infills()) {
            return Optional.of(
                    "models of %s were not trained to infill".formatted(size.get().label()));
        }
        return switch (variant) {
            case BASE -> Optional.empty();
            case PYTHON -> Optional.of("Python models were not trained to infill");
            case INSTRUCT -> Optional.of("Instruct models are not meant to infill");
            case UNRECOGNIZED -> throw new IllegalArgumentException("no variant");
        };
    }
}
