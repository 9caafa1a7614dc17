package llamaline.importer.weights.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import llamaline.importer.checkpoint.bitsandbytes.Nf4Blocks;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.nf4.BlockMaxima;
import llamaline.importer.quantization.nf4.NestedAbsmax;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import org.jspecify.annotations.Nullable;

/** A tensor of floats in NF4, quantized block by block when it is asked for. Thread-safe. */
final class QuantizedNf4 implements Nf4Blocks {
    private static final int PIECE = 1 << 18;

    private final StoredTensor floats;
    private final boolean doubleQuant;
    private final TensorErrors errors;
    private float @Nullable [] nestedScales;

    QuantizedNf4(StoredTensor floats, boolean doubleQuant, TensorErrors errors) {
        this.floats = floats;
        this.doubleQuant = doubleQuant;
        this.errors = errors;
    }

    @Override
    public Nf4Dequantizer blocks(int first, int end) throws IOException {
        long start = (long) first * Nf4Quantizer.BLOCK_SIZE;
        long stop = Math.min((long) end * Nf4Quantizer.BLOCK_SIZE, floats.count());
        float[] values = read(start, Math.toIntExact(stop - start));
        var packed = new ByteArrayOutputStream();
        var quantizer =
                doubleQuant
                        ? new Nf4Quantizer(
                                values.length,
                                (bytes, length) -> packed.write(bytes, 0, length),
                                Arrays.copyOfRange(nestedScales(), first, end))
                        : new Nf4Quantizer(
                                values.length, (bytes, length) -> packed.write(bytes, 0, length));
        quantizer.accept(values, 0, values.length);
        float[] scales = quantizer.finish();
        errors.add(floats.name(), quantizer.errors());
        return new Nf4Dequantizer(
                packed.toByteArray(),
                doubleQuant ? Arrays.copyOfRange(nestedScales(), first, end) : scales,
                values.length);
    }

    private synchronized float[] nestedScales() throws IOException {
        float[] known = nestedScales;
        if (known != null) {
            return known;
        }
        var maxima = new BlockMaxima(floats.count());
        for (long start = 0; start < floats.count(); start += PIECE) {
            float[] values = read(start, (int) Math.min(PIECE, floats.count() - start));
            maxima.accept(values, 0, values.length);
        }
        float[] scales = NestedAbsmax.of(maxima.finish()).restore();
        nestedScales = scales;
        return scales;
    }

    private float[] read(long start, int count) throws IOException {
        FloatFormat type = floats.floats();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        floats.read(start * type.bytes(), bytes);
        float[] values = new float[count];
        var elements = new FloatElements(type, bytes.flip());
        if (!elements.areFinite(0, count)) {
            throw floats.wrong(BlockReader.NOT_FINITE);
        }
        elements.get(0, values, count);
        return values;
    }
}
