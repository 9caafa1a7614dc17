package llamaline.importer.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.quantization.FloatFormat;

/**
 * A tensor of a checkpoint, little-endian in C order.
 *
 * @param offset position of its first byte in the source
 */
public record StoredTensor(
        TensorSource source,
        String name,
        SafetensorsType type,
        List<Long> dimensions,
        long offset) {
    public StoredTensor {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * The format of a tensor that must hold weights.
     *
     * @throws ModelFileException where its type is another
     */
    public FloatFormat floats() {
        Optional<FloatFormat> floats = type.floats();
        return floats.orElseThrow(
                () -> wrong("has type %s, supported are F32, F16 and BF16".formatted(type)));
    }

    /** Refuses any other shape. */
    public void requireDimensions(List<Long> expected) {
        if (!dimensions.equals(expected)) {
            throw wrong("has shape %s, config.json asks for %s".formatted(dimensions, expected));
        }
    }

    /** The number of elements. */
    public long count() {
        return dimensions.stream().reduce(1L, Math::multiplyExact);
    }

    public long bytes() {
        return Math.multiplyExact(count(), type.bytes());
    }

    /**
     * Fills {@code into} with the tensor's bytes from {@code start} on.
     *
     * @throws ModelFileException where the source ends before
     */
    public void read(long start, ByteBuffer into) throws IOException {
        source.read(offset + start, into);
    }

    public ModelFileException wrong(String problem) {
        return new ModelFileException("%s: tensor %s %s".formatted(source.place(), name, problem));
    }
}
