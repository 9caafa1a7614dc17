package llamaline.worker.onnx.device;

import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.StepMemory;
import llamaline.worker.onnx.capi.ElementType;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.NativeScope;
import llamaline.worker.onnx.capi.OrtBinding;
import llamaline.worker.onnx.capi.TensorMemory;

/** The small tensors of a run, over {@link StepMemory}; the names are the graph's. */
final class StepValues implements AutoCloseable {
    private final NativeScope open = new NativeScope();
    private final NativeObject ids;
    private final NativeObject lengths;
    private final NativeObject total;
    private final NativeObject logitIndex;
    private final NativeObject logits;

    /** Makes the tensors of one chunk for one row; memory and run are of the same size. */
    static StepValues prefill(TensorMemory host, StepMemory memory) {
        return new StepValues(host, memory, new SlotRange(0, 1), memory.tokens(), memory.rows());
    }

    /** Makes the tensors of one id for each of some rows of a memory that has all rows. */
    static StepValues decode(TensorMemory host, StepMemory memory, SlotRange slots) {
        return new StepValues(host, memory, slots, slots.count(), slots.count());
    }

    /**
     * @param rows of the memory that are the call's
     * @param tokens of all those rows
     * @param logitRows of the call
     */
    private StepValues(
            TensorMemory host, StepMemory memory, SlotRange rows, int tokens, int logitRows) {
        int first = rows.first();
        int count = rows.count();
        ids =
                open.keep(
                        host.tensor(
                                memory.ids(first, tokens),
                                ElementType.INT64,
                                count,
                                tokens / count));
        lengths = open.keep(host.tensor(memory.lengths(first, count), ElementType.INT32, count));
        total = open.keep(host.tensor(memory.total(), ElementType.INT32));
        logitIndex =
                open.keep(host.tensor(memory.logitIndex(logitRows), ElementType.INT64, logitRows));
        logits =
                open.keep(
                        host.tensor(
                                memory.logits(first, logitRows),
                                ElementType.FLOAT32,
                                logitRows,
                                memory.vocabulary()));
    }

    /** Binds all tensors, with the contents that they have now. */
    void bindTo(OrtBinding binding) {
        binding.input("input_ids", ids);
        binding.input("seqlens_k", lengths);
        binding.input("total_sequence_length", total);
        binding.input("logit_idx", logitIndex);
        binding.output("logits", logits);
    }

    @Override
    public void close() {
        open.close();
    }
}
