package llamaline.importer.quantization;

/** The absolute differences between weights and their restored values. Not thread-safe. */
public final class ErrorStatistics {
    private float largest;
    private double sum;
    private long count;

    /** Adds {@code |values[from + i] - restored[i]|} for each of {@code length} values. */
    public void add(float[] values, int from, float[] restored, int length) {
        float blockSum = 0;
        int blockLargest = 0;
        for (int i = 0; i < length; i++) {
            float error = Math.abs(values[from + i] - restored[i]);
            blockSum += error;
            blockLargest = Math.max(blockLargest, Float.floatToRawIntBits(error));
        }
        sum += blockSum;
        largest = Math.max(largest, Float.intBitsToFloat(blockLargest));
        count += length;
    }

    /** Adds the differences that others hold. */
    public void add(ErrorStatistics others) {
        largest = Math.max(largest, others.largest);
        sum += others.sum;
        count += others.count;
    }

    /** The largest difference; 0 where there were no values. */
    public double largest() {
        return largest;
    }

    /** The mean difference; 0 where there were no values. */
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The number of values that were added. */
    public long count() {
        return count;
    }
}
