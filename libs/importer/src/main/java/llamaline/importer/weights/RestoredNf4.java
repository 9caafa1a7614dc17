package llamaline.importer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import llamaline.importer.checkpoint.safetensors.SafetensorsType;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.checkpoint.safetensors.TensorSource;
import llamaline.importer.quantization.Nf4Dequantizer;
import llamaline.importer.quantization.Nf4Quantizer;

/**
 * The float32 that NF4 codes stand for, as if they were stored: for graphs that cannot take the
 * codes themselves. Thread-safe if its codes are.
 */
record RestoredNf4(String place, Codes codes) implements TensorSource {
    /** Codes of a flat matrix. */
    interface Codes {
        /** What blocks [first, end) stand for: the dequantizer's index 0 is the first's. */
        Nf4Dequantizer blocks(int first, int end) throws IOException;
    }

    /** A matrix of floats. */
    static StoredTensor tensor(StoredNf4 stored) {
        return tensor(
                stored.codes().source(),
                stored.name(),
                stored,
                List.of((long) stored.state().rows(), (long) stored.state().columns()));
    }

    static StoredTensor tensor(
            TensorSource source, String name, Codes codes, List<Long> dimensions) {
        return new StoredTensor(
                new RestoredNf4(source.place(), codes), name, SafetensorsType.F32, dimensions, 0);
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long start = position / Float.BYTES;
        float[] values = new float[into.remaining() / Float.BYTES];
        int first = Math.toIntExact(start / Nf4Quantizer.BLOCK_SIZE);
        int end = Nf4Quantizer.blocks(start + values.length);
        codes.blocks(first, end).read(start - (long) first * Nf4Quantizer.BLOCK_SIZE, values);
        into.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        into.position(into.limit());
    }
}
