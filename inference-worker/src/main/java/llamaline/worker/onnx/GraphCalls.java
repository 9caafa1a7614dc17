package llamaline.worker.onnx;

/** The two calls of a decoder's graph, on the KV cache that belongs to it. */
public interface GraphCalls {
    /**
     * One chunk of a prompt on one slot.
     *
     * @param chunk of one row, filled; the call writes its logits
     * @throws EngineException where it fails; other calls can follow
     */
    void prefill(int slot, StepMemory chunk);

    /**
     * One id for each of a range of slots.
     *
     * @param step of all slots: row i is slot i's; the call writes the logits of its own rows
     * @throws EngineException where it fails; other calls can follow
     */
    void decode(SlotRange slots, StepMemory step);
}
