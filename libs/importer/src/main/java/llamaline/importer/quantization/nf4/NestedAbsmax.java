package llamaline.importer.quantization.nf4;

import llamaline.importer.quantization.AbsoluteValues;
import llamaline.importer.quantization.QuantizationException;

/**
 * The scales of a tensor's blocks, themselves in 8-bit codes (double quantization). Restored scale
 * = {@code map[code] * absmax[block / 256] + offset}, in float32. Immutable; thread-safe.
 *
 * <p>Source: bitsandbytes 0.50.2, functional.py (quantize_4bit with compress_statistics,
 * dequantize_4bit) and backends/default/ops.py (quantize_blockwise); QLoRA (2305.14314), section 3.
 */
public final class NestedAbsmax {
    /** The number of scales in a block. */
    static final int BLOCK_SIZE = 256;

    private static final float LEAST_ABSMAX = 1e-38f;

    private final byte[] codes;
    private final float[] map;
    private final float[] absmax;
    private final float offset;

    /**
     * @param codes byte[blocks of the tensor], unsigned
     * @param map float[256]
     * @param absmax float[ceil(codes / 256)]
     * @throws QuantizationException where the lengths do not fit together
     */
    NestedAbsmax(byte[] codes, float[] map, float[] absmax, float offset) {
        int expected = Math.ceilDiv(codes.length, BLOCK_SIZE);
        if (map.length != DynamicMap.SIZE || absmax.length != expected) {
            throw new QuantizationException(
                    "has %d nested scales and a nested map of %d values, must be %d and %d"
                            .formatted(absmax.length, map.length, expected, DynamicMap.SIZE));
        }
        this.codes = codes.clone();
        this.map = map.clone();
        this.absmax = absmax.clone();
        this.offset = offset;
    }

    /**
     * Quantizes scales about their mean.
     *
     * @param scales float[blocks of the tensor], at least one
     */
    public static NestedAbsmax of(float[] scales) {
        return of(scales, CascadeMean.of(scales));
    }

    /** Quantizes scales about a given offset. */
    static NestedAbsmax of(float[] scales, float offset) {
        byte[] codes = new byte[scales.length];
        float[] absmax = new float[Math.ceilDiv(scales.length, BLOCK_SIZE)];
        float[] centred = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            centred[i] = scales[i] - offset;
        }
        for (int block = 0; block < absmax.length; block++) {
            int from = block * BLOCK_SIZE;
            int length = Math.min(BLOCK_SIZE, scales.length - from);
            float largest = AbsoluteValues.largest(centred, from, length);
            absmax[block] = length == BLOCK_SIZE ? largest : Math.max(largest, LEAST_ABSMAX);
            encode(centred, from, length, absmax[block], codes);
        }
        return new NestedAbsmax(codes, DynamicMap.values(), absmax, offset);
    }

    private static void encode(float[] centred, int from, int length, float absmax, byte[] codes) {
        float inverse = 1 / Math.max(absmax, LEAST_ABSMAX);
        for (int i = from; i < from + length; i++) {
            float scaled = length == BLOCK_SIZE ? centred[i] * inverse : centred[i] / absmax;
            codes[i] = (byte) DynamicMap.code(scaled);
        }
    }

    /** Restores the scales: float[blocks of the tensor], the caller's own. */
    public float[] restore() {
        float[] scales = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            float centred = map[Byte.toUnsignedInt(codes[i])] * absmax[i / BLOCK_SIZE];
            scales[i] = centred + offset;
        }
        return scales;
    }

    /** A copy of the codes, unsigned: byte[blocks of the tensor]. */
    public byte[] codes() {
        return codes.clone();
    }

    /** A copy of the codes' scales: float[ceil(blocks of the tensor / 256)]. */
    public float[] absmax() {
        return absmax.clone();
    }

    /** A copy of the values that codes stand for: float[256]. */
    public float[] map() {
        return map.clone();
    }

    /** The offset that is added to each restored scale. */
    public float offset() {
        return offset;
    }
}
