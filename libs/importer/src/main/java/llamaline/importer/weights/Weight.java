package llamaline.importer.weights;

import java.util.List;
import llamaline.importer.checkpoint.safetensors.TensorType;

/**
 * One initializer of the graph: rows of its parts, one part after the other, in one type.
 *
 * @param name in the graph
 * @param type in which it is stored
 * @param isVector whether its one row stands without a first dimension
 * @param offset of its first byte in the weights' file
 */
public record Weight(
        String name, TensorType type, boolean isVector, long offset, List<MatrixPart> parts) {
    public Weight {
        parts = List.copyOf(parts);
    }

    int rows() {
        return parts.stream().mapToInt(part -> part.rows().length()).reduce(0, Math::addExact);
    }

    int columns() {
        return parts.getFirst().columns().length();
    }

    public List<Long> dimensions() {
        return isVector ? List.of((long) columns()) : List.of((long) rows(), (long) columns());
    }

    int rowBytes() {
        return Math.multiplyExact(columns(), type.bytes());
    }

    public long bytes() {
        return (long) rows() * rowBytes();
    }
}
