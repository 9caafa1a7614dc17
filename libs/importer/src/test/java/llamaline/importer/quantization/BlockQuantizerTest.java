package llamaline.importer.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockQuantizerTest {
    @ParameterizedTest
    @EnumSource(BlockFormat.class)
    void restoresEveryValueWithinAStepAndMeasuresIt(BlockFormat codes) {
        Seeds.forEach(
                30,
                random -> {
                    float[][] matrix = matrix(random);
                    FloatFormat scaleFormat =
                            random.nextBoolean() ? FloatFormat.FLOAT32 : FloatFormat.FLOAT16;
                    QuantizedValues quantized =
                            QuantizedValues.blocks(codes, scaleFormat, matrix, 1 << 20);
                    assertRestored(codes, matrix, quantized);
                });
    }

    /** Reads codes and scales as the operator's description says, and compares. */
    private static void assertRestored(
            BlockFormat codes, float[][] matrix, QuantizedValues quantized) {
        double largest = 0;
        double sum = 0;
        int columns = matrix[0].length;
        int blocks = (columns + 31) / 32;
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < blocks * 32; column++) {
                int block = row * blocks + column / 32;
                int code = code(codes, quantized.packed, block, column % 32);
                int zero = 1 << (codes.bits() - 1);
                if (column >= columns) {
                    assertEquals(zero, code, "padding");
                    continue;
                }
                float scale = quantized.scales[block];
                double error = Math.abs(matrix[row][column] - (code - zero) * scale);
                double step = Math.abs(scale);
                boolean isHighest = code == 2 * zero - 1;
                assertTrue(error <= (isHighest ? 1.01 : 0.51) * step, () -> error + " of " + step);
                largest = Math.max(largest, error);
                sum += error;
            }
        }
        int count = matrix.length * columns;
        assertEquals(largest, quantized.errors.largest(), 1e-6 * largest);
        assertEquals(sum / count, quantized.errors.mean(), 1e-5 * sum / count);
    }

    private static int code(BlockFormat codes, byte[] packed, int block, int index) {
        return switch (codes) {
            case INT4 -> (packed[block * 16 + index / 2] >> (4 * (index % 2))) & 15;
            case INT8 -> Byte.toUnsignedInt(packed[block * 32 + index]);
        };
    }

    @ParameterizedTest
    @EnumSource(BlockFormat.class)
    void makesTheSameOfPiecesAsOfTheWhole(BlockFormat codes) {
        Seeds.forEach(
                30,
                random -> {
                    float[][] matrix = matrix(random);
                    QuantizedValues whole =
                            QuantizedValues.blocks(codes, FloatFormat.FLOAT32, matrix, 1 << 20);
                    QuantizedValues pieces =
                            QuantizedValues.blocks(
                                    codes, FloatFormat.FLOAT32, matrix, random.nextInt(1, 300));
                    assertArrayEquals(whole.packed, pieces.packed);
                    assertArrayEquals(whole.scales, pieces.scales);
                });
    }

    @Test
    void keepsTheLargestValueOfABlockExactly() {
        QuantizedValues codes =
                QuantizedValues.blocks(
                        BlockFormat.INT4, FloatFormat.FLOAT32, new float[][] {{0.5f, -3f, 1}}, 3);
        assertEquals(0.375f, codes.scales[0]);
        assertEquals(0x09, codes.packed[0] & 0xff);
        assertEquals(0x8b, codes.packed[1] & 0xff);
    }

    @Test
    void keepsBlocksOfZerosAndOfTheTiniestFloats() {
        float[][] matrix = {new float[32], new float[32]};
        Arrays.fill(matrix[1], Float.MIN_VALUE);

        QuantizedValues codes =
                QuantizedValues.blocks(BlockFormat.INT8, FloatFormat.FLOAT32, matrix, 64);

        assertArrayEquals(new float[] {0, 0}, codes.scales);
        for (byte code : codes.packed) {
            assertEquals((byte) 128, code);
        }
    }

    @Test
    void refusesWhatIsNoFiniteNumberAndScalesThatAHalfCannotHold() {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
            assertThrows(
                    QuantizationException.class,
                    () ->
                            QuantizedValues.blocks(
                                    BlockFormat.INT4,
                                    FloatFormat.FLOAT16,
                                    new float[][] {{1, wrong}},
                                    2));
        }
    }

    private static float[][] matrix(RandomGenerator random) {
        float[][] matrix = new float[random.nextInt(1, 6)][];
        int columns = random.nextInt(1, 200);
        for (int row = 0; row < matrix.length; row++) {
            matrix[row] = QuantizedValues.gaussian(random, columns);
        }
        return matrix;
    }
}
