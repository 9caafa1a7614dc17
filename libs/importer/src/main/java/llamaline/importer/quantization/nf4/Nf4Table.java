package llamaline.importer.quantization.nf4;

/**
 * The sixteen values of NF4, quantiles of the normal distribution within [-1, 1], and the search
 * for the nearest one.
 *
 * <p>Source: bitsandbytes 0.50.2, functional.py (get_4bit_type) and backends/default/ops.py
 * (quantize_4bit): float32 midpoints, a value on a midpoint gets the lower code. The table is from
 * Dettmers et al., QLoRA (2305.14314), appendix E.
 */
public final class Nf4Table {
    /** The code of zero, which fills an odd count up to an even one. */
    static final int ZERO_CODE = 7;

    private static final float[] VALUES = {
        -1.0f,
        -0.6961928f,
        -0.52507305f,
        -0.3949175f,
        -0.28444138f,
        -0.18477343f,
        -0.091050036f,
        0.0f,
        0.0795803f,
        0.1609302f,
        0.2461123f,
        0.33791524f,
        0.44070983f,
        0.562617f,
        0.72295684f,
        1.0f
    };

    /**
     * The number of cells of equal width that a unit has, over [-1, 1], narrower than any two
     * midpoints are apart, so that each holds one midpoint at most: a code takes one look-up and
     * one comparison.
     */
    private static final int CELLS_PER_UNIT = 16;

    private static final int CELLS = 2 * CELLS_PER_UNIT + 1;

    /** The code at the lower end of each cell. */
    private static final int[] LOWEST_CODE = new int[CELLS];

    /** The midpoint in each cell; infinite where it has none. */
    private static final float[] MIDPOINT = new float[CELLS];

    static {
        int code = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            LOWEST_CODE[cell] = code;
            MIDPOINT[cell] = Float.POSITIVE_INFINITY;
            if (code + 1 < VALUES.length && cell(midpoint(code)) == cell) {
                MIDPOINT[cell] = midpoint(code);
                code++;
            }
        }
    }

    private Nf4Table() {}

    /** A copy of the values, ascending: float[16]. */
    public static float[] values() {
        return VALUES.clone();
    }

    static float value(int code) {
        return VALUES[code];
    }

    /**
     * The code of the nearest value.
     *
     * @param scaled in [-1, 1], and one rounding beyond
     */
    static int code(float scaled) {
        int cell = cell(scaled);
        // The sign bit of a difference is set exactly where it is negative: no branch to
        // mispredict.
        return LOWEST_CODE[cell] + (Float.floatToRawIntBits(MIDPOINT[cell] - scaled) >>> 31);
    }

    /** The cell of a value; it never falls as {@code scaled} rises. */
    private static int cell(float scaled) {
        return (int) (scaled * CELLS_PER_UNIT + CELLS_PER_UNIT);
    }

    private static float midpoint(int lowerCode) {
        return (VALUES[lowerCode] + VALUES[lowerCode + 1]) / 2;
    }
}
