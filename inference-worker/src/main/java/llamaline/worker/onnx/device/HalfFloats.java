package llamaline.worker.onnx.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llamaline.importer.model.ComputeType;

/** Rounds floats in [-1, 1] to the type that a graph computes in: to nearest, ties to even. */
final class HalfFloats {
    /** All bits below bfloat16's last one, less one: half of that bit is rounded to even. */
    private static final int JUST_BELOW_HALF = 0x7fff;

    private HalfFloats() {}

    /** Returns the floats themselves where nothing is to do, else new memory of the arena. */
    static MemorySegment convert(MemorySegment floats, ComputeType type, Arena arena) {
        if (type == ComputeType.FLOAT32) {
            return floats;
        }
        long count = floats.byteSize() / Float.BYTES;
        MemorySegment halves = arena.allocate(ValueLayout.JAVA_SHORT, count);
        for (long i = 0; i < count; i++) {
            float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            halves.setAtIndex(ValueLayout.JAVA_SHORT, i, half(value, type));
        }
        return halves;
    }

    private static short half(float value, ComputeType type) {
        return type == ComputeType.FLOAT16 ? Float.floatToFloat16(value) : bfloat16(value);
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int odd = (bits >>> Short.SIZE) & 1;
        return (short) ((bits + JUST_BELOW_HALF + odd) >>> Short.SIZE);
    }
}
