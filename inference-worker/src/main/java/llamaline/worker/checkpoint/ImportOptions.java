package llamaline.worker.checkpoint;

import java.time.Instant;
import llamaline.worker.model.ComputeType;

/**
 * What the caller of an import decides.
 *
 * @param precision in which weights are stored
 * @param compute type in which the graph computes: float32 for CPUs, float16 or bfloat16 for GPUs,
 *     whose weights are stored in that type
 * @param created when the model was imported, for its card
 */
public record ImportOptions(
        Precision precision, ComputeType compute, ModelVariant variant, Instant created) {
    public ImportOptions(Precision precision, ModelVariant variant, Instant created) {
        this(precision, ComputeType.FLOAT32, variant, created);
    }

    /** The checkpoint's own precision, and the variant that it shows. */
    public static ImportOptions automatic(Instant created) {
        return new ImportOptions(Precision.AUTO, ModelVariant.AUTO, created);
    }

    /**
     * How weights are to be stored: a GPU takes them as they are, so nothing is cast there.
     *
     * @throws CheckpointException where precision and compute type exclude each other
     */
    Precision storedPrecision() {
        if (compute == ComputeType.FLOAT32) {
            return precision;
        }
        Precision needed = compute == ComputeType.FLOAT16 ? Precision.FLOAT16 : Precision.BFLOAT16;
        if (precision != Precision.AUTO && precision != needed) {
            throw new CheckpointException(
                    "weights of a graph that computes in %s are stored in %s: precision must be auto or %s"
                            .formatted(compute.label(), compute.label(), compute.label()));
        }
        return needed;
    }
}
