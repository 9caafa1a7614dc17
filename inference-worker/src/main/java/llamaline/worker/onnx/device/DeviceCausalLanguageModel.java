package llamaline.worker.onnx.device;

import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.DecoderSteps;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.GraphCalls;
import llamaline.worker.onnx.SlotCalls;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.StepMemory;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.OrtApi;

/**
 * An imported model on a device: the KV cache is allocated there once and bound once for each range
 * of slots; ids, lengths and logits are tensors of this process, which ONNX Runtime copies.
 *
 * <p>On the CPU this gives what {@link llamaline.worker.onnx.cpu.OnnxCausalLanguageModel} gives,
 * which the tests show. No GPU was at hand when it was written: the CUDA provider, its kernels and
 * the copies between host and device have not run.
 *
 * <p>Not thread-safe: one owner thread makes all calls.
 */
public final class DeviceCausalLanguageModel implements CausalLanguageModel {
    private final LoadedGraph graph;
    private final SlotPlan plan;
    private final SlotCalls<BoundSlotRunner> bindings;
    private final DecoderSteps steps;

    private DeviceCausalLanguageModel(LoadedGraph graph, SlotPlan plan, int leastRows) {
        this.graph = graph;
        this.plan = plan;
        bindings =
                new SlotCalls<>(slots -> new BoundSlotRunner(graph, slots), BoundSlotRunner::close);
        steps = new DecoderSteps(graph.shape(), graph.plan(), new Calls(), leastRows);
    }

    /**
     * Loads a model.
     *
     * @throws llamaline.worker.onnx.EngineException where ONNX Runtime refuses library, device or
     *     graph
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit its budget
     */
    static DeviceCausalLanguageModel open(
            OrtApi api, ComputeDevice device, ImportedModel model, EngineSettings settings) {
        SlotPlan plan = settings.plan(model.shape(), model.compute());
        int leastRows = model.leastRows();
        SlotPlan rows = plan.withAtLeast(leastRows);
        var graph = new LoadedGraph(api, device, model, rows, settings.intraOpThreads());
        return new DeviceCausalLanguageModel(graph, plan, leastRows);
    }

    @Override
    public int vocabulary() {
        return graph.shape().vocabulary();
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
            graph.cache().move(fromSlot, toSlot);
            steps.moved(toSlot, cached);
        }
    }

    /** Frees the model and its KV cache; no call may be running. */
    @Override
    public void close() {
        bindings.close();
        graph.close();
        steps.close();
    }

    /** The graph's calls, by the C API. */
    private final class Calls implements GraphCalls {
        @Override
        public void prefill(int slot, StepMemory chunk) {
            bindings.get(new SlotRange(slot, 1)).prefill(chunk);
        }

        @Override
        public void decode(SlotRange slots, StepMemory step) {
            bindings.get(slots).decode(step);
        }
    }
}
