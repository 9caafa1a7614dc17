package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llamaline.importer.model.ComputeType;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    private static final int COUNT = 1000;

    @Test
    void bfloat16IsTheNearestAndEvenOnATie() {
        float one = 1;
        assertEquals(one, bfloat16(one));
        assertEquals(-0.0f, bfloat16(-0.0f));
        // 1 has the last bit 0, 1 + 2^-7 the last bit 1: a tie between both goes to 1.
        assertEquals(one, bfloat16(one + 0x1p-8f));
        assertEquals(one + 0x1p-7f, bfloat16(one + 0x1.8p-8f));
        assertEquals(one + 0x1p-6f, bfloat16(one + 0x1.8p-7f));
        Seeds.forEach(
                10,
                random -> {
                    for (int i = 0; i < COUNT; i++) {
                        float value = random.nextFloat(-1, 1);
                        float ulp = Math.ulp(value) * (1 << Short.SIZE);
                        assertEquals(value, bfloat16(value), ulp / 2);
                    }
                });
    }

    @Test
    void float16IsTheJdksAndFloat32IsLeftAlone() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0.1f, -0.7f);
            assertSame(floats, HalfFloats.convert(floats, ComputeType.FLOAT32, arena));
            MemorySegment halves = HalfFloats.convert(floats, ComputeType.FLOAT16, arena);
            assertEquals(Float.floatToFloat16(-0.7f), halves.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            assertEquals(2 * Short.BYTES, halves.byteSize());
        }
    }

    private static float bfloat16(float value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_FLOAT, value);
            MemorySegment halves = HalfFloats.convert(floats, ComputeType.BFLOAT16, arena);
            return Float.intBitsToFloat(halves.get(ValueLayout.JAVA_SHORT, 0) << Short.SIZE);
        }
    }
}
