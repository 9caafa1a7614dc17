package llamaline.importer.weights.rows;

import java.util.List;
import llamaline.importer.quantization.FloatFormat;

/**
 * Rows of several tensors, one tensor's under the other's, as floats of one type: a matrix {@code
 * [rows][columns]} that blocks are read of.
 *
 * @param parts at least one, all with as many columns
 */
public record StackedRows(FloatFormat type, List<MatrixPart> parts) {
    public StackedRows {
        parts = List.copyOf(parts);
    }

    public int rows() {
        return parts.stream().mapToInt(part -> part.rows().length()).reduce(0, Math::addExact);
    }

    public int columns() {
        return parts.getFirst().columns().length();
    }

    int rowBytes() {
        return Math.multiplyExact(columns(), type.bytes());
    }

    public long bytes() {
        return (long) rows() * rowBytes();
    }
}
