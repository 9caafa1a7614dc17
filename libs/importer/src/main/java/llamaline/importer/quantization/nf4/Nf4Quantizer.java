package llamaline.importer.quantization.nf4;

import java.io.IOException;
import llamaline.importer.quantization.AbsoluteValues;
import llamaline.importer.quantization.BlockBuffer;
import llamaline.importer.quantization.ByteSink;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.quantization.PackedBuffer;
import llamaline.importer.quantization.QuantizationException;

/**
 * Quantizes one tensor, flat in C order, to NF4: blocks of 64 that straddle rows, each with its
 * largest absolute value; two codes a byte, the first in the high nibble. Input comes in pieces of
 * any length, codes leave as they are made; only the blocks' scales are kept. Not thread-safe.
 *
 * <p>Source: bitsandbytes 0.50.2, backends/default/ops.py (quantize_4bit); bit-equal to it.
 */
public final class Nf4Quantizer {
    /** The number of values in a block. */
    public static final int BLOCK_SIZE = 64;

    /** The least scale, which keeps the inverse of that of zeros finite. */
    private static final float LEAST_ABSMAX = 1e-38f;

    private final long count;
    private final PackedBuffer packed;
    private final float[] absmax;
    private final float[] effective;
    private final BlockBuffer blocks;
    private final ErrorStatistics errors = new ErrorStatistics();
    private final float[] scaled = new float[BLOCK_SIZE];
    private final float[] restored = new float[BLOCK_SIZE];
    private int next;

    /**
     * @param count values of the tensor
     * @param packed gets byte[ceil(count / 2)]
     */
    public Nf4Quantizer(long count, ByteSink packed) {
        absmax = new float[blocks(count)];
        effective = absmax;
        this.count = count;
        this.packed = new PackedBuffer(packed);
        blocks = new BlockBuffer(BLOCK_SIZE, this::quantize);
    }

    /**
     * Counts errors as those of weights that are restored with other scales than the codes were
     * made with, as double quantization does.
     *
     * @param effective float[ceil(count / 64)], read only
     */
    public Nf4Quantizer(long count, ByteSink packed, float[] effective) {
        if (effective.length != blocks(count)) {
            throw new IllegalArgumentException(
                    "%d values have %d blocks, got scales for %d"
                            .formatted(count, blocks(count), effective.length));
        }
        absmax = new float[effective.length];
        this.effective = effective;
        this.count = count;
        this.packed = new PackedBuffer(packed);
        blocks = new BlockBuffer(BLOCK_SIZE, this::quantize);
    }

    /** The number of blocks that a tensor has. */
    public static int blocks(long count) {
        return Math.toIntExact(Math.ceilDiv(count, BLOCK_SIZE));
    }

    /** The bytes that a tensor's codes take. */
    public static long packedBytes(long count) {
        return Math.ceilDiv(count, 2L);
    }

    /**
     * Takes the next values, {@code values[from, to)}.
     *
     * @throws QuantizationException where one is not a finite number
     */
    public void accept(float[] values, int from, int to) throws IOException {
        blocks.accept(values, from, to);
    }

    /**
     * Ends the tensor, of which all values were taken.
     *
     * @return the codes' scales, float[ceil(count / 64)], the caller's own
     * @throws IllegalStateException where another count of values came than was announced
     */
    public float[] finish() throws IOException {
        blocks.flush();
        packed.flush();
        if (errors.count() != count) {
            throw new IllegalStateException(
                    "%d of %d values came".formatted(errors.count(), count));
        }
        return absmax;
    }

    /** The errors of the values that were taken so far. */
    public ErrorStatistics errors() {
        return errors;
    }

    /** The scale of a block. The reference keeps that of a short last block away from 0. */
    static float absmax(float[] values, int from, int length) {
        float largest = AbsoluteValues.largest(values, from, length);
        if (!Float.isFinite(largest)) {
            throw new QuantizationException("has a value that is not a finite number");
        }
        return length == BLOCK_SIZE ? largest : Math.max(largest, LEAST_ABSMAX);
    }

    private void quantize(float[] values, int from, int length) throws IOException {
        float scale = absmax(values, from, length);
        absmax[next] = scale;
        scale(values, from, length, scale);
        encode(length, effective[next]);
        errors.add(values, from, restored, length);
        next++;
    }

    /** Scales as the reference does: it multiplies whole blocks, and divides a short one. */
    private void scale(float[] values, int from, int length, float absmax) {
        if (length == BLOCK_SIZE) {
            float inverse = 1 / Math.max(absmax, LEAST_ABSMAX);
            for (int i = 0; i < BLOCK_SIZE; i++) {
                scaled[i] = values[from + i] * inverse;
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            scaled[i] = values[from + i] / absmax;
        }
        scaled[length] = 0;
    }

    private void encode(int length, float effectiveAbsmax) throws IOException {
        int at = packed.claim((length + 1) / 2);
        byte[] bytes = packed.bytes();
        for (int i = 0; i < length; i += 2) {
            int high = Nf4Table.code(scaled[i]);
            int low = Nf4Table.code(scaled[i + 1]);
            bytes[at++] = (byte) (high << 4 | low);
            restored[i] = Nf4Table.value(high) * effectiveAbsmax;
            restored[i + 1] = Nf4Table.value(low) * effectiveAbsmax;
        }
    }
}
