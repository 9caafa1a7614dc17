package llamaline.worker.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import llamaline.importer.model.DecoderShape;

/**
 * The static KV cache in main memory: for each layer, keys and then values, {@code
 * float[slots][kvHeads][slotLength][headSize]}. Its pages are touched when positions are written,
 * not before. Not thread-safe.
 */
public final class KvCache implements AutoCloseable {
    private final DecoderShape shape;
    private final SlotPlan plan;
    private final NativeMemory memory = new NativeMemory();
    private final List<MemorySegment> parts = new ArrayList<>();

    /**
     * @throws OutOfMemoryError where the system refuses the memory
     */
    public KvCache(DecoderShape shape, SlotPlan plan) {
        this.shape = shape;
        this.plan = plan;
        try {
            for (int part = 0; part < 2 * shape.layers(); part++) {
                parts.add(memory.allocate(plan.slots() * rowBytes()));
            }
        } catch (OutOfMemoryError e) {
            memory.close();
            throw e;
        }
    }

    /** Counts the parts: two for each layer. */
    public int parts() {
        return parts.size();
    }

    /** The size of one slot in one part, in bytes. */
    public long rowBytes() {
        return headBytes() * shape.kvHeads();
    }

    /**
     * Returns a range of slots of one part; the memory stays the cache's.
     *
     * @param part {@code 2 * layer} for keys, {@code 2 * layer + 1} for values
     */
    public MemorySegment rows(int part, int firstSlot, int count) {
        return parts.get(part).asSlice(firstSlot * rowBytes(), count * rowBytes());
    }

    /** Copies the first {@code cached} positions of one slot over those of another. */
    public void move(int fromSlot, int toSlot, int cached) {
        long bytes = cached * positionBytes();
        for (MemorySegment part : parts) {
            for (int head = 0; head < shape.kvHeads(); head++) {
                long offset = head * headBytes();
                MemorySegment.copy(
                        part,
                        fromSlot * rowBytes() + offset,
                        part,
                        toSlot * rowBytes() + offset,
                        bytes);
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }

    private long headBytes() {
        return plan.slotLength() * positionBytes();
    }

    private long positionBytes() {
        return ValueLayout.JAVA_FLOAT.byteSize() * shape.headSize();
    }
}
