package llamaline.worker.onnx;

import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What calls on a range of slots need, kept by range: making it costs as much as a small model's
 * step. Beyond the limit the one that was not used for longest is closed. Not thread-safe.
 */
public final class SlotCalls<C> implements AutoCloseable {
    /** All ranges of 16 slots, and more. */
    private static final int LIMIT = 160;

    private final Function<SlotRange, C> maker;
    private final Consumer<C> closer;
    private final LinkedHashMap<SlotRange, C> calls = new LinkedHashMap<>(16, 0.75f, true);

    public SlotCalls(Function<SlotRange, C> maker, Consumer<C> closer) {
        this.maker = maker;
        this.closer = closer;
    }

    public C get(SlotRange slots) {
        C known = calls.get(slots);
        if (known != null) {
            return known;
        }
        if (calls.size() >= LIMIT) {
            closer.accept(calls.pollFirstEntry().getValue());
        }
        C made = maker.apply(slots);
        calls.put(slots, made);
        return made;
    }

    @Override
    public void close() {
        calls.values().forEach(closer);
        calls.clear();
    }
}
