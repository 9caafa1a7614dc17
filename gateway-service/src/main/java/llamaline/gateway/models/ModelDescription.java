package llamaline.gateway.models;

import java.util.Locale;
import java.util.Optional;
import llamaline.v1.ModelCard;

/**
 * The properties of a model that callers are told, beside its name.
 *
 * @param createdEpochSeconds when it was imported
 * @param size in parameters, such as {@code 7B}
 * @param variant in lower case: base, python or instruct
 * @param precision of its weights
 * @param infillRefusal why it cannot infill; empty where it can
 */
public record ModelDescription(
        long createdEpochSeconds,
        String family,
        String size,
        String variant,
        String precision,
        Optional<String> infillRefusal) {
    static ModelDescription of(ModelCard card) {
        return new ModelDescription(
                card.getCreatedEpochSeconds(),
                card.getFamily(),
                card.getSize(),
                card.getVariant().name().toLowerCase(Locale.ROOT),
                card.getPrecision(),
                card.getInfill() ? Optional.empty() : Optional.of(card.getInfillRefusal()));
    }
}
