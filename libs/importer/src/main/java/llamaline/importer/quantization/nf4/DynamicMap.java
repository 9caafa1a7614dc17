package llamaline.importer.quantization.nf4;

import java.util.Arrays;

/**
 * The signed 8-bit dynamic type: 256 values within (-1, 1], denser towards zero.
 *
 * <p>Source: bitsandbytes 0.50.2, functional.py (create_dynamic_map) and backends/default/ops.py
 * (quantize_blockwise); Dettmers, 8-Bit Approximations for Parallelism in Deep Learning
 * (1511.04561).
 */
final class DynamicMap {
    static final int SIZE = 256;

    private static final int EXPONENTS = 7;
    private static final float LOWEST_FRACTION = 0.1f;
    private static final float[] VALUES = create();
    private static final float[] MIDPOINTS = midpoints();

    private DynamicMap() {}

    /** A copy of the values, ascending: float[256]. */
    static float[] values() {
        return VALUES.clone();
    }

    /** Finds the code of the nearest value; a value on a midpoint gets the lower code. */
    static int code(float scaled) {
        int found = Arrays.binarySearch(MIDPOINTS, scaled);
        return found >= 0 ? found : -found - 1;
    }

    private static float[] create() {
        float[] values = new float[SIZE];
        int length = 0;
        for (int exponent = 0; exponent < EXPONENTS; exponent++) {
            float unit = (float) Math.pow(10, exponent - (EXPONENTS - 1));
            int fractions = 1 << exponent;
            for (int i = 0; i < fractions; i++) {
                float mean = (boundary(i, fractions) + boundary(i + 1, fractions)) / 2;
                values[length++] = unit * mean;
                values[length++] = -unit * mean;
            }
        }
        values[length++] = 0;
        values[length] = 1;
        Arrays.sort(values);
        return values;
    }

    /**
     * {@code linspace(0.1, 1, fractions + 1)[index]} as PyTorch has it in float32: from the nearer
     * end, with fused multiplication and addition.
     */
    private static float boundary(int index, int fractions) {
        float step = (1 - LOWEST_FRACTION) / fractions;
        return index < (fractions + 1) / 2
                ? Math.fma(step, (float) index, LOWEST_FRACTION)
                : Math.fma(-step, (float) (fractions - index), 1f);
    }

    private static float[] midpoints() {
        float[] midpoints = new float[SIZE - 1];
        for (int i = 0; i < midpoints.length; i++) {
            midpoints[i] = (VALUES[i] + VALUES[i + 1]) / 2;
        }
        return midpoints;
    }
}
