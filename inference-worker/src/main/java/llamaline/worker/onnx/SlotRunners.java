package llamaline.worker.onnx;

import java.util.LinkedHashMap;

/**
 * The runners of a decoder, kept by range of slots: making one costs as much as a small model's
 * step. Beyond the limit the one that was not used for longest is closed. Not thread-safe.
 */
final class SlotRunners implements AutoCloseable {
    /** All ranges of 16 slots, and more. */
    private static final int LIMIT = 160;

    private final LoadedDecoder decoder;
    private final int leastRows;
    private final LinkedHashMap<SlotRange, SlotRunner> runners =
            new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param leastRows rows that each run of a step has, where the decoder can take so many
     */
    SlotRunners(LoadedDecoder decoder, int leastRows) {
        this.decoder = decoder;
        this.leastRows = leastRows;
    }

    /**
     * Reads one chunk of a prompt into a slot.
     *
     * @param chunk of one row, filled; the run writes its logits
     * @throws EngineException where the run fails; others can follow
     */
    void prefill(int slot, StepMemory chunk) {
        runner(new SlotRange(slot, 1)).prefill(chunk);
    }

    /**
     * Feeds one id to each slot of a range, in as few runs as the decoder can.
     *
     * @param step of all slots: row i is slot i's; the runs write the logits of their own rows
     * @throws EngineException where a run fails; others can follow
     */
    void decode(SlotRange slots, StepMemory step) {
        for (SlotRange some : slots.cut(decoder.rowsPerRun(), leastRows)) {
            runner(some).decode(step);
        }
    }

    private SlotRunner runner(SlotRange slots) {
        SlotRunner known = runners.get(slots);
        if (known != null) {
            return known;
        }
        if (runners.size() >= LIMIT) {
            runners.pollFirstEntry().getValue().close();
        }
        SlotRunner made = decoder.runner(slots);
        runners.put(slots, made);
        return made;
    }

    @Override
    public void close() {
        runners.values().forEach(SlotRunner::close);
        runners.clear();
    }
}
