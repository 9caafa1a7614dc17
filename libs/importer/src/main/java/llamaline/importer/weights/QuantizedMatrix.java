package llamaline.importer.weights;

import java.util.List;
import llamaline.importer.model.QuantizedFormat;
import llamaline.importer.weights.rows.MatrixPart;
import llamaline.importer.weights.rows.StackedRows;

/**
 * The matrix of a linear layer, or some rows of it, in quantized values and float32 scales: two
 * initializers of the graph, each with its parts one after the other.
 *
 * @param layer the linear layer in the graph
 * @param name unique in the graph, that of the quantized values
 * @param offset position of the first quantized value in the weights' file
 * @param scalesOffset position of the first scale in the weights' file
 * @param rows floats that are quantized, or that the checkpoint's quantized values stand for
 */
public record QuantizedMatrix(
        String layer,
        String name,
        QuantizedFormat format,
        Origin origin,
        long offset,
        long scalesOffset,
        StackedRows rows) {
    /** The ways to quantized values. */
    public enum Origin {
        /** The checkpoint has them, as NF4, and they are copied. */
        STORED,
        /** The import quantizes the checkpoint's floats. */
        QUANTIZED,
        /** The import quantizes the checkpoint's floats and, in a second step, their scales. */
        DOUBLE_QUANT
    }

    public String scalesName() {
        return name + ".scales";
    }

    public List<MatrixPart> parts() {
        return rows.parts();
    }

    /** The dimensions of the quantized values, as bytes. */
    public List<Long> dimensions() {
        return format.dimensions(rows.rows(), rows.columns());
    }

    /** The size of the quantized values. */
    public long packedBytes() {
        return format.packedBytes(rows.rows(), rows.columns());
    }

    public long scaleCount() {
        return format.scales(rows.rows(), rows.columns());
    }

    /** The position in the weights' file where the quantized values of a part begin. */
    public long offset(int part) {
        return offset + parts().subList(0, part).stream().mapToLong(this::packedBytes).sum();
    }

    /** The position in the weights' file where the scales of a part begin. */
    public long scalesOffset(int part) {
        return scalesOffset + parts().subList(0, part).stream().mapToLong(this::scaleBytes).sum();
    }

    /** The size of a part's quantized values and scales together. */
    public long bytes(int part) {
        MatrixPart one = parts().get(part);
        return packedBytes(one) + scaleBytes(one);
    }

    private long packedBytes(MatrixPart part) {
        return format.packedBytes(part.rows().length(), part.columns().length());
    }

    private long scaleBytes(MatrixPart part) {
        return Float.BYTES * format.scales(part.rows().length(), part.columns().length());
    }
}
