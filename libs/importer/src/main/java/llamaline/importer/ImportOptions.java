package llamaline.importer;

import java.time.Instant;
import java.util.Locale;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.weights.Precision;

/**
 * The decisions that are left to the caller of an import.
 *
 * @param precision how weights are stored
 * @param compute type in which the graph computes: float32 for CPUs, float16 or bfloat16 for GPUs,
 *     whose weights are stored in that type where they are not quantized
 * @param created when the model was imported, for its card
 */
public record ImportOptions(
        Precision precision, ComputeType compute, ModelVariant variant, Instant created) {
    public ImportOptions(Precision precision, ModelVariant variant, Instant created) {
        this(precision, ComputeType.FLOAT32, variant, created);
    }

    /** Takes the checkpoint's own precision, and the variant that its files tell. */
    public static ImportOptions automatic(Instant created) {
        return new ImportOptions(Precision.AUTO, ModelVariant.AUTO, created);
    }

    /**
     * Checks that a GPU can take the weights as they are stored: nothing but scales of quantized
     * weights is cast there.
     *
     * @throws ModelFileException where precision and compute type exclude each other
     */
    void requireConsistent() {
        boolean isStoredOtherwise =
                switch (precision) {
                    case AUTO, NF4, NF4_DOUBLE, INT4, INT8 -> false;
                    case FLOAT32 -> compute != ComputeType.FLOAT32;
                    case FLOAT16 -> compute == ComputeType.BFLOAT16;
                    case BFLOAT16 -> compute == ComputeType.FLOAT16;
                };
        if (isStoredOtherwise) {
            throw new ModelFileException(
                    ("a graph that computes in %s has its weights in %s or quantized: precision must be"
                                    + " auto, %s, nf4, nf4_double, int4 or int8, got %s")
                            .formatted(
                                    compute.label(),
                                    compute.label(),
                                    compute.label(),
                                    precision.name().toLowerCase(Locale.ROOT)));
        }
    }
}
