package llamaline.worker.onnx;

import java.util.LinkedHashMap;
import java.util.function.Function;
import llamaline.worker.onnx.SlotRange.Slots;

/**
 * The calls that were made before, by their range of slots: making one costs as much as a small
 * model's step. Beyond the limit the one that was not used for longest is closed. Not thread-safe.
 */
final class DecodeCalls implements AutoCloseable {
    /** All ranges of 16 slots, and more. */
    private static final int LIMIT = 160;

    private final Function<Slots, DecodeCall> maker;
    private final LinkedHashMap<Slots, DecodeCall> calls = new LinkedHashMap<>(16, 0.75f, true);

    DecodeCalls(Function<Slots, DecodeCall> maker) {
        this.maker = maker;
    }

    DecodeCall get(Slots slots) {
        DecodeCall known = calls.get(slots);
        if (known != null) {
            return known;
        }
        if (calls.size() >= LIMIT) {
            calls.pollFirstEntry().getValue().close();
        }
        DecodeCall made = maker.apply(slots);
        calls.put(slots, made);
        return made;
    }

    @Override
    public void close() {
        calls.values().forEach(DecodeCall::close);
        calls.clear();
    }
}
