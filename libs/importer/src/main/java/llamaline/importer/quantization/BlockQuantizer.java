package llamaline.importer.quantization;

import java.io.IOException;
import java.util.Arrays;

/**
 * Quantizes one matrix [rows, columns] in C order, symmetrically and to the nearest integer. Each
 * row is padded with zeros to whole blocks. Quantized values leave as byte[rows][blocks][bits * 4],
 * low bits first; input comes in pieces of any length. Not thread-safe.
 *
 * <p>The value of the largest magnitude in a block gets the lowest code and comes back as it was:
 * there is one more code below zero than above it. So a scale may be negative.
 *
 * <p>Source: ONNX Runtime, mlas/lib/q4_dq.cpp (symmetric block-wise quantization).
 */
public final class BlockQuantizer {
    private static final int SIZE = BlockFormat.BLOCK_SIZE;

    private final BlockFormat codes;
    private final long rows;
    private final int columns;
    private final FloatFormat scaleFormat;
    private final PackedBuffer packed;
    private final float[] scales;
    private final ErrorStatistics errors = new ErrorStatistics();
    private final float[] restored = new float[SIZE];
    private final int[] blockCodes = new int[SIZE];
    private final BlockBuffer row;
    private int column;
    private int next;

    /**
     * @param scaleFormat to what scales are rounded before codes are made with them
     * @param packed gets the codes
     */
    public BlockQuantizer(
            BlockFormat codes, int rows, int columns, FloatFormat scaleFormat, ByteSink packed) {
        this.codes = codes;
        this.rows = rows;
        this.columns = columns;
        this.scaleFormat = scaleFormat;
        this.packed = new PackedBuffer(packed);
        scales = new float[Math.multiplyExact(rows, BlockFormat.blocks(columns))];
        row = new BlockBuffer(SIZE, this::quantize);
    }

    /**
     * Takes the next values, {@code values[from, to)}.
     *
     * @throws QuantizationException where one is not a finite number
     */
    public void accept(float[] values, int from, int to) throws IOException {
        int start = from;
        while (start < to) {
            int end = Math.min(to, start + columns - column);
            row.accept(values, start, end);
            column += end - start;
            start = end;
            if (column == columns) {
                row.flush();
                column = 0;
            }
        }
    }

    /**
     * Ends the matrix, of which all values were taken.
     *
     * @return scales, float[rows][blocks of a row], the caller's own
     * @throws IllegalStateException where another count of values came than was announced
     */
    public float[] finish() throws IOException {
        packed.flush();
        if (errors.count() != rows * columns) {
            throw new IllegalStateException(
                    "%d of %d values came".formatted(errors.count(), rows * columns));
        }
        return scales;
    }

    /** The errors of the values that were taken so far. */
    public ErrorStatistics errors() {
        return errors;
    }

    private void quantize(float[] values, int from, int length) throws IOException {
        float scale = scale(values, from, length);
        scales[next++] = scale;
        encode(values, from, length, scale);
        pack();
        errors.add(values, from, restored, length);
    }

    private float scale(float[] values, int from, int length) {
        float extreme = 0;
        float largest = AbsoluteValues.largest(values, from, length);
        for (int i = from; i < from + length; i++) {
            extreme = Math.abs(values[i]) == largest ? values[i] : extreme;
        }
        float scale = scaleFormat.round(extreme / -codes.zero());
        if (!Float.isFinite(largest) || !Float.isFinite(scale)) {
            throw new QuantizationException(
                    "has a value that is not a finite number, or a scale beyond "
                            + scaleFormat.label());
        }
        // Its inverse would overflow: such a block is one of zeros.
        return Math.abs(scale) < Float.MIN_NORMAL ? 0 : scale;
    }

    private void encode(float[] values, int from, int length, float scale) {
        int zero = codes.zero();
        int highest = 2 * zero - 1;
        float inverse = scale == 0 ? 0 : 1 / scale;
        float nearest = zero + 0.5f;
        for (int i = 0; i < length; i++) {
            int code = (int) (values[from + i] * inverse + nearest);
            code = Math.max(0, Math.min(code, highest));
            blockCodes[i] = code;
            restored[i] = (code - zero) * scale;
        }
        Arrays.fill(blockCodes, length, SIZE, zero);
    }

    private void pack() throws IOException {
        int at = packed.claim(codes.blockBytes());
        byte[] bytes = packed.bytes();
        switch (codes) {
            case INT4 -> {
                for (int i = 0; i < SIZE; i += 2) {
                    bytes[at++] = (byte) (blockCodes[i] | blockCodes[i + 1] << 4);
                }
            }
            case INT8 -> {
                for (int i = 0; i < SIZE; i++) {
                    bytes[at++] = (byte) blockCodes[i];
                }
            }
        }
    }
}
