package llamaline.importer.weights.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import llamaline.importer.quantization.FloatFormat;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversions between the types of weights. */
class FloatElementsTest {
    private static final int HALVES = 1 << Short.SIZE;

    private static FloatElements elements(FloatFormat type, int count) {
        return new FloatElements(
                type, ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void giveBackEveryValueOfANarrowType(FloatFormat type) {
        FloatElements all = elements(type, HALVES);
        for (int bits = 0; bits < HALVES; bits++) {
            all.bytes().putShort(bits * Short.BYTES, (short) bits);
        }
        FloatElements wide = elements(FloatFormat.FLOAT32, HALVES);
        FloatElements back = elements(type, HALVES);
        assertTrue(all.copy(0, wide, 0, HALVES));
        assertTrue(wide.copy(0, back, 0, HALVES));
        for (int index = 0; index < HALVES; index++) {
            float value = wide.bytes().getFloat(index * Float.BYTES);
            short expected = all.bytes().getShort(index * Short.BYTES);
            short actual = back.bytes().getShort(index * Short.BYTES);
            if (Float.isNaN(value)) {
                assertTrue(Float.isNaN(valueOf(back, index)), "NaN stays NaN");
            } else {
                assertEquals(expected, actual);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void roundToTheNearestAndToEvenBetweenTwo(FloatFormat type) {
        Seeds.forEach(
                2000,
                random -> {
                    short low = (short) random.nextInt(0x7000);
                    double below = decode(type, low);
                    double above = decode(type, (short) (low + 1));
                    double share = random.nextInt(5) / 4.0;
                    float value = (float) (below + (above - below) * share);
                    short expected =
                            share < 0.5 || (share == 0.5 && low % 2 == 0) ? low : (short) (low + 1);
                    FloatElements one = elements(type, 1);
                    assertTrue(one.put(0, new float[] {value}, 1));
                    assertEquals(expected, one.bytes().getShort(0));
                    assertTrue(one.put(0, new float[] {-value}, 1));
                    assertEquals((short) (expected | 0x8000), one.bytes().getShort(0));
                });
    }

    @Test
    void noticeWhatDoesNotFit() {
        FloatElements half = elements(FloatFormat.FLOAT16, 2);
        assertTrue(half.put(0, new float[] {65504, 65519}, 2));
        assertFalse(half.put(0, new float[] {1, -65520}, 2));
        assertTrue(half.put(0, new float[] {Float.POSITIVE_INFINITY, Float.NaN}, 2));
        FloatElements brain = elements(FloatFormat.BFLOAT16, 1);
        assertFalse(brain.put(0, new float[] {Float.MAX_VALUE}, 1));
        assertTrue(brain.put(0, new float[] {0x1.fep127f}, 1));
    }

    @Test
    void copyPartsInLongRuns() {
        int count = 10_000;
        FloatElements from = elements(FloatFormat.FLOAT32, count + 3);
        float[] expected = new float[count];
        for (int i = 0; i < count; i++) {
            expected[i] = 1 + i % 255;
            from.bytes().putFloat((i + 3) * Float.BYTES, expected[i]);
        }
        FloatElements to = elements(FloatFormat.BFLOAT16, count + 5);
        assertTrue(from.copy(3, to, 5, count));
        float[] actual = new float[count];
        to.get(5, actual, count);
        assertArrayEquals(expected, actual);
        to.clear(6, count - 1);
        assertEquals(0, valueOf(to, 6));
        assertEquals(1, valueOf(to, 5));
        assertEquals(0, valueOf(to, count + 4));
    }

    @ParameterizedTest
    @EnumSource
    void findTheOneThatIsNotFinite(FloatFormat type) {
        int count = 8195;
        for (float wrong : List.of(Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)) {
            for (int place : List.of(0, 1, 2, 3, 4096, 8191, 8192, 8193, 8194)) {
                FloatElements elements = elements(type, count + 1);
                for (int i = 0; i <= count; i++) {
                    elements.put(i, new float[] {i % 2 == 0 ? -65504 : 0x1.fcp15f}, 1);
                }
                assertTrue(elements.areFinite(0, count + 1));
                elements.put(1 + place, new float[] {wrong}, 1);
                assertFalse(elements.areFinite(1, count), wrong + " at " + place);
                assertTrue(elements.areFinite(0, 1 + place));
                assertTrue(elements.areFinite(2 + place, count - place - 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void tellsWhichOfAllValuesAreFinite(FloatFormat type) {
        FloatElements one = elements(type, 1);
        for (int bits = 0; bits < HALVES; bits++) {
            one.bytes().putShort(0, (short) bits);
            assertEquals(Float.isFinite(valueOf(one, 0)), one.areFinite(0, 1));
        }
    }

    private static float valueOf(FloatElements elements, int index) {
        float[] value = new float[1];
        elements.get(index, value, 1);
        return value[0];
    }

    /** By arithmetic: sign, exponent and fraction. */
    private static double decode(FloatFormat type, short bits) {
        int fractionBits = type == FloatFormat.FLOAT16 ? 10 : 7;
        int bias = type == FloatFormat.FLOAT16 ? 15 : 127;
        int exponent = bits >> fractionBits;
        int fraction = bits & (1 << fractionBits) - 1;
        return exponent == 0
                ? Math.scalb((double) fraction, 1 - bias - fractionBits)
                : Math.scalb(
                        (double) fraction + (1 << fractionBits), exponent - bias - fractionBits);
    }
}
