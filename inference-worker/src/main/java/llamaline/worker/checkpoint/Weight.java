package llamaline.worker.checkpoint;

import java.util.List;

/**
 * One initializer of the graph: rows of its parts, one part after the other, in one type.
 *
 * @param name in the graph
 * @param type in which it is stored
 * @param isVector whether its one row stands without a first dimension
 * @param offset of its first byte in the weights' file
 */
record Weight(String name, TensorType type, boolean isVector, long offset, List<MatrixPart> parts) {
    Weight {
        parts = List.copyOf(parts);
    }

    int rows() {
        return parts.stream().mapToInt(part -> part.rows().length()).reduce(0, Math::addExact);
    }

    int columns() {
        return parts.getFirst().columns().length();
    }

    List<Long> dimensions() {
        return isVector ? List.of((long) columns()) : List.of((long) rows(), (long) columns());
    }

    int rowBytes() {
        return Math.multiplyExact(columns(), type.bytes());
    }

    long bytes() {
        return (long) rows() * rowBytes();
    }

    ExternalTensor external() {
        return new ExternalTensor(name, type.onnxType(), dimensions(), offset, bytes());
    }
}
