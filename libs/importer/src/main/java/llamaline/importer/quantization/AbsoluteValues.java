package llamaline.importer.quantization;

/** Finds the largest absolute value. */
public final class AbsoluteValues {
    private static final int NO_SIGN = Integer.MAX_VALUE;

    private AbsoluteValues() {}

    /**
     * The largest |value| of {@code values[from, from + length)}; 0 where it is empty. Where one is
     * not a number or infinite, so is the result.
     */
    public static float largest(float[] values, int from, int length) {
        int largest = 0;
        for (int i = from; i < from + length; i++) {
            // Without their sign, floats order as their bits do; integers compare faster.
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & NO_SIGN);
        }
        return Float.intBitsToFloat(largest);
    }
}
