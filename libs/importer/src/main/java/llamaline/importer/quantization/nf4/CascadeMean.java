package llamaline.importer.quantization.nf4;

import java.util.Arrays;

/**
 * Computes the mean of floats in float32 as PyTorch sums them on a CPU with vectors of 8 floats: 32
 * columns, each in a cascade of four partial sums. Another order would end in other last bits, and
 * these decide bits of every scale that double quantization restores.
 *
 * <p>Source: PyTorch, aten/src/ATen/native/cpu/SumKernel.cpp (multi_row_sum, row_sum,
 * vectorized_inner_sum).
 */
final class CascadeMean {
    private static final int LANES = 8;
    private static final int VECTORS = 4;
    private static final int COLUMNS = LANES * VECTORS;
    private static final int LEVELS = 4;
    private static final int LEAST_LEVEL_BITS = 4;

    private final float[] values;
    private final float[][] sums = new float[LEVELS][COLUMNS];

    private CascadeMean(float[] values) {
        this.values = values;
    }

    /**
     * Computes the mean.
     *
     * @param values at least one
     */
    static float of(float[] values) {
        return new CascadeMean(values).sum() / values.length;
    }

    private float sum() {
        addRows(values.length / COLUMNS);
        float[] total = sums[0];
        int vectors = values.length / LANES;
        for (int vector = values.length / COLUMNS * VECTORS; vector < vectors; vector++) {
            add(values, vector * LANES, total, LANES);
        }
        for (int vector = 1; vector < VECTORS; vector++) {
            add(total, vector * LANES, total, LANES);
        }
        float sum = 0;
        for (int i = vectors * LANES; i < values.length; i++) {
            sum += values[i];
        }
        for (int lane = 0; lane < LANES; lane++) {
            sum += total[lane];
        }
        return sum;
    }

    private void addRows(int rows) {
        int levelBits = Math.max(LEAST_LEVEL_BITS, ceilLog2(rows) / LEVELS);
        int levelRows = 1 << levelBits;
        int row = 0;
        while (row + levelRows <= rows) {
            for (int end = row + levelRows; row < end; row++) {
                add(values, row * COLUMNS, sums[0], COLUMNS);
            }
            carry(row, levelBits);
        }
        for (; row < rows; row++) {
            add(values, row * COLUMNS, sums[0], COLUMNS);
        }
        for (int level = 1; level < LEVELS; level++) {
            add(sums[level], 0, sums[0], COLUMNS);
        }
    }

    /** Adds every level that is full to the next one. */
    private void carry(int row, int levelBits) {
        int levelMask = (1 << levelBits) - 1;
        for (int level = 1; level < LEVELS; level++) {
            add(sums[level - 1], 0, sums[level], COLUMNS);
            Arrays.fill(sums[level - 1], 0);
            if ((row & (levelMask << (level * levelBits))) != 0) {
                return;
            }
        }
    }

    private static void add(float[] from, int start, float[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += from[start + i];
        }
    }

    private static int ceilLog2(int value) {
        return value <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(value - 1);
    }
}
