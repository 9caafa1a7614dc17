package llamaline.worker.checkpoint;

import java.time.Instant;

/**
 * What the caller of an import decides.
 *
 * @param created when the model was imported, for its card
 */
public record ImportOptions(Precision precision, ModelVariant variant, Instant created) {
    /** The checkpoint's own precision, and the variant that it shows. */
    public static ImportOptions automatic(Instant created) {
        return new ImportOptions(Precision.AUTO, ModelVariant.AUTO, created);
    }
}
