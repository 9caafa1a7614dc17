package llamaline.worker.onnx;

import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.SlotPlan;

/**
 * The settings by which a model is held in memory and computed.
 *
 * @param slots sequences at once, at least 1
 * @param kvBudgetBytes memory of the KV cache, at most
 * @param context longest prompt and output together; 0 = what model and budget allow
 * @param threads that compute; 0 = one for each core
 */
public record EngineSettings(int slots, long kvBudgetBytes, int context, int threads) {
    public EngineSettings {
        if (slots < 1 || context < 0 || threads < 0) {
            throw new IllegalArgumentException(
                    "slots must be >= 1, context and threads >= 0, got %d, %d, %d"
                            .formatted(slots, context, threads));
        }
    }

    /**
     * Plans the KV cache of a decoder.
     *
     * @throws llamaline.worker.model.KvBudgetException where it does not fit
     */
    public SlotPlan plan(DecoderShape shape, ComputeType type) {
        return SlotPlan.of(shape, slots, context, kvBudgetBytes, type.bytes());
    }

    /** The count of threads that compute one run of the graph. */
    public int intraOpThreads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
