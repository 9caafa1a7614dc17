package llamaline.worker.onnx;

/** Runs a decoder's graph on one range of slots of its KV cache. Not thread-safe. */
public interface SlotRunner extends AutoCloseable {
    /**
     * Reads one chunk of a prompt into the only slot of the range.
     *
     * @param chunk of one row, filled; the run writes its logits
     * @throws EngineException where the run fails; others can follow
     */
    void prefill(StepMemory chunk);

    /**
     * Feeds one id to each slot of the range.
     *
     * @param step of all slots, the same memory in every run: row i is slot i's; the run writes the
     *     logits of its own rows
     * @throws EngineException where the run fails; others can follow
     */
    void decode(StepMemory step);

    @Override
    void close();
}
