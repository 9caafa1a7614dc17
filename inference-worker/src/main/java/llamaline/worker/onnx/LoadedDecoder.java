package llamaline.worker.onnx;

import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.SlotPlan;

/**
 * A decoder's graph with its KV cache, loaded to wherever it is computed. Not thread-safe. Whoever
 * closes it has closed its runners before.
 */
public interface LoadedDecoder extends AutoCloseable {
    DecoderShape shape();

    /** The layout of the KV cache; it may have more slots than sequences can have. */
    SlotPlan plan();

    /** Rows that one run can take, at least 1; a step with more takes more runs. */
    int rowsPerRun();

    /** Makes what runs on a range of slots need; the caller closes it. */
    SlotRunner runner(SlotRange slots);

    /** Copies the first {@code cached} positions of one slot over those of another. */
    void move(int fromSlot, int toSlot, int cached);

    @Override
    void close();
}
