package llamaline.worker.onnx;

import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;

/**
 * An imported model on ONNX Runtime, wherever its decoder is loaded. A chunk of a prompt is one run
 * on one slot, a decode step one run over a range of slots; both read and write the KV cache in
 * place.
 *
 * <p>Not thread-safe: one owner thread makes all calls.
 */
public final class OnnxCausalLanguageModel implements CausalLanguageModel {
    private final LoadedDecoder decoder;
    private final SlotPlan plan;
    private final SlotRunners runners;
    private final DecoderSteps steps;

    /**
     * Takes a decoder over.
     *
     * @param plan the slots that sequences can have, at most the decoder's own
     * @param leastRows rows of a step below which a row's bits depend on how many there are, 1 or 2
     */
    public OnnxCausalLanguageModel(LoadedDecoder decoder, SlotPlan plan, int leastRows) {
        this.decoder = decoder;
        this.plan = plan;
        runners = new SlotRunners(decoder, leastRows);
        steps = new DecoderSteps(decoder.shape(), decoder.plan(), runners, leastRows);
    }

    @Override
    public int vocabulary() {
        return decoder.shape().vocabulary();
    }

    @Override
    public int slots() {
        return plan.slots();
    }

    @Override
    public int slotLength() {
        return plan.slotLength();
    }

    @Override
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        return steps.prefill(slot, cached, chunk, logits);
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        return steps.decode(firstSlot, tokens, cached);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        if (fromSlot != toSlot) {
            decoder.move(fromSlot, toSlot, cached);
            steps.moved(toSlot, cached);
        }
    }

    /** Frees the model and its KV cache; no call may be running. */
    @Override
    public void close() {
        runners.close();
        decoder.close();
        steps.close();
    }
}
