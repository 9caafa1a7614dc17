package llamaline.importer.checkpoint.bitsandbytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import llamaline.importer.checkpoint.safetensors.SafetensorsType;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.checkpoint.safetensors.TensorSource;
import llamaline.importer.quantization.nf4.Nf4Quantizer;

/**
 * The float32 values that a matrix in NF4 stands for, read as if a file held them: for graphs that
 * cannot take NF4 itself. Thread-safe if its matrix is.
 *
 * @param place file that messages name
 */
public record RestoredNf4(String place, Nf4Blocks matrix) implements TensorSource {
    /** The tensor of floats that a matrix of the checkpoint stands for. */
    public static StoredTensor tensor(StoredNf4 stored) {
        List<Long> dimensions =
                List.of((long) stored.state().rows(), (long) stored.state().columns());
        return new StoredTensor(
                new RestoredNf4(stored.packed().source().place(), stored),
                stored.name(),
                SafetensorsType.F32,
                dimensions,
                0);
    }

    /** The tensor of floats that is left of {@code original} in NF4. */
    public static StoredTensor tensor(StoredTensor original, Nf4Blocks matrix) {
        return new StoredTensor(
                new RestoredNf4(original.source().place(), matrix),
                original.name(),
                SafetensorsType.F32,
                original.dimensions(),
                0);
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long start = position / Float.BYTES;
        float[] values = new float[into.remaining() / Float.BYTES];
        int first = Math.toIntExact(start / Nf4Quantizer.BLOCK_SIZE);
        int end = Nf4Quantizer.blocks(start + values.length);
        matrix.blocks(first, end).read(start - (long) first * Nf4Quantizer.BLOCK_SIZE, values);
        into.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        into.position(into.limit());
    }
}
