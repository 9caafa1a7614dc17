package llamaline.importer.quantization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;
import llamaline.importer.quantization.nf4.Nf4Quantizer;

/** What a quantizer made of a tensor. Arrays are not copied. */
public final class QuantizedValues {
    public final byte[] packed;
    public final float[] scales;
    public final ErrorStatistics errors;

    private QuantizedValues(byte[] packed, float[] scales, ErrorStatistics errors) {
        this.packed = packed;
        this.scales = scales;
        this.errors = errors;
    }

    /** The whole tensor at once. */
    public static QuantizedValues nf4(float[] values) {
        var packed = new ByteArrayOutputStream();
        return nf4(
                new Nf4Quantizer(values.length, (bytes, length) -> packed.write(bytes, 0, length)),
                packed,
                values,
                values.length);
    }

    /** Errors of weights restored with other scales. */
    public static QuantizedValues nf4(float[] values, float[] effective) {
        var packed = new ByteArrayOutputStream();
        ByteSink sink = (bytes, length) -> packed.write(bytes, 0, length);
        return nf4(new Nf4Quantizer(values.length, sink, effective), packed, values, values.length);
    }

    /** In random pieces. */
    public static QuantizedValues nf4(float[] values, RandomGenerator random) {
        var packed = new ByteArrayOutputStream();
        var quantizer =
                new Nf4Quantizer(values.length, (bytes, length) -> packed.write(bytes, 0, length));
        return nf4(quantizer, packed, values, random.nextInt(1, values.length + 1));
    }

    private static QuantizedValues nf4(
            Nf4Quantizer quantizer, ByteArrayOutputStream packed, float[] values, int piece) {
        try {
            for (int from = 0; from < values.length; from += piece) {
                quantizer.accept(values, from, Math.min(values.length, from + piece));
            }
            float[] scales = quantizer.finish();
            return new QuantizedValues(packed.toByteArray(), scales, quantizer.errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A matrix in integer codes, in pieces of {@code piece} values. */
    public static QuantizedValues blocks(
            BlockFormat codes, FloatFormat scaleFormat, float[][] matrix, int piece) {
        var packed = new ByteArrayOutputStream();
        var quantizer =
                new BlockQuantizer(
                        codes,
                        matrix.length,
                        matrix[0].length,
                        scaleFormat,
                        (bytes, length) -> packed.write(bytes, 0, length));
        float[] values = flat(matrix);
        try {
            for (int from = 0; from < values.length; from += piece) {
                quantizer.accept(values, from, Math.min(values.length, from + piece));
            }
            float[] scales = quantizer.finish();
            return new QuantizedValues(packed.toByteArray(), scales, quantizer.errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] flat(float[][] matrix) {
        int columns = matrix[0].length;
        float[] values = new float[matrix.length * columns];
        for (int row = 0; row < matrix.length; row++) {
            System.arraycopy(matrix[row], 0, values, row * columns, columns);
        }
        return values;
    }

    public float[] restoreNf4(int count) {
        float[] values = new float[count];
        new Nf4Dequantizer(packed, scales, count).read(0, values);
        return values;
    }

    public static float[] gaussian(RandomGenerator random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() / 50;
        }
        return values;
    }
}
