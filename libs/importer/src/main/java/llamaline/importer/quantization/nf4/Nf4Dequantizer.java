package llamaline.importer.quantization.nf4;

import java.util.Objects;
import llamaline.importer.quantization.QuantizationException;

/**
 * Restores values of one tensor from its NF4 codes: {@code table[code] * absmax} in float32.
 * Immutable; thread-safe.
 *
 * <p>Source: bitsandbytes 0.50.2, backends/default/ops.py (dequantize_4bit); bit-equal to it.
 */
public final class Nf4Dequantizer {
    private static final int NIBBLE = 0xf;

    private final byte[] packed;
    private final float[] absmax;
    private final long count;

    /**
     * @param packed byte[ceil(count / 2)], read only from now on
     * @param absmax float[ceil(count / 64)], read only from now on
     * @param count values of the tensor
     * @throws QuantizationException where the lengths do not fit together
     */
    public Nf4Dequantizer(byte[] packed, float[] absmax, long count) {
        if (packed.length != Nf4Quantizer.packedBytes(count)
                || absmax.length != Nf4Quantizer.blocks(count)) {
            throw new QuantizationException(
                    "has %d bytes of codes and %d scales, its %d values take %d and %d"
                            .formatted(
                                    packed.length,
                                    absmax.length,
                                    count,
                                    Nf4Quantizer.packedBytes(count),
                                    Nf4Quantizer.blocks(count)));
        }
        this.packed = packed;
        this.absmax = absmax;
        this.count = count;
    }

    /**
     * Fills {@code into} with the values from flat index {@code start} on.
     *
     * @throws IndexOutOfBoundsException where the tensor ends before
     */
    public void read(long start, float[] into) {
        Objects.checkFromIndexSize(start, into.length, count);
        for (int i = 0; i < into.length; i++) {
            long index = start + i;
            int both = packed[(int) (index / 2)];
            int code = (index % 2 == 0 ? both >> 4 : both) & NIBBLE;
            into[i] = Nf4Table.value(code) * absmax[(int) (index / Nf4Quantizer.BLOCK_SIZE)];
        }
    }
}
