package llamaline.worker.onnx.device;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.SlotRange;

/**
 * The static KV cache in a device's memory: for each layer, keys and then values, {@code
 * element[slots][kvHeads][slotLength][headSize]}. Not thread-safe.
 */
final class DeviceKvCache {
    private final DeviceMemory memory;
    private final long rowBytes;
    private final List<MemorySegment> parts = new ArrayList<>();

    /**
     * @param memory owns what the cache takes of it
     * @throws llamaline.worker.onnx.EngineException where the device has too little memory
     */
    DeviceKvCache(DecoderShape shape, SlotPlan plan, ComputeType type, DeviceMemory memory) {
        this.memory = memory;
        rowBytes = (long) type.bytes() * shape.kvHeads() * plan.slotLength() * shape.headSize();
        for (int part = 0; part < 2 * shape.layers(); part++) {
            parts.add(memory.allocate(plan.slots() * rowBytes));
        }
    }

    /** Counts the parts: two for each layer. */
    int parts() {
        return parts.size();
    }

    /** Returns the address of a range of slots of one part. */
    MemorySegment rows(int part, SlotRange slots) {
        return parts.get(part).asSlice(slots.first() * rowBytes, slots.count() * rowBytes);
    }

    /**
     * Copies one slot over another, whole: on a device a few long copies are faster than one for
     * each head.
     */
    void move(int fromSlot, int toSlot) {
        SlotRange from = new SlotRange(fromSlot, 1);
        SlotRange to = new SlotRange(toSlot, 1);
        for (int part = 0; part < parts(); part++) {
            memory.copy(rows(part, from), rows(part, to));
        }
    }
}
