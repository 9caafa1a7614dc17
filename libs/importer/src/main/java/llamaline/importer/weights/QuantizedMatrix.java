package llamaline.importer.weights;

import java.util.List;
import llamaline.importer.quantization.QuantizedFormat;

/**
 * The matrix of a linear layer, or some rows of it, as codes and scales: two initializers of the
 * graph, each with its parts one after the other.
 *
 * @param layer the linear layer in the graph
 * @param name of the codes in the graph
 * @param offset of the first code in the weights' file
 * @param scalesOffset of the first scale in the weights' file
 */
public record QuantizedMatrix(
        String layer,
        String name,
        QuantizedFormat format,
        long offset,
        long scalesOffset,
        List<QuantizedPart> parts) {
    public QuantizedMatrix {
        parts = List.copyOf(parts);
    }

    public String scalesName() {
        return name + ".scales";
    }

    public int rows() {
        return parts.stream().mapToInt(QuantizedPart::rows).reduce(0, Math::addExact);
    }

    public int columns() {
        return parts.getFirst().columns();
    }

    public long codeBytes() {
        return format.codeBytes(rows(), columns());
    }

    public long scaleCount() {
        return format.scales(rows(), columns());
    }

    /** Where the codes of a part begin in the weights' file. */
    long codesOffset(int part) {
        return offset
                + parts.subList(0, part).stream()
                        .mapToLong(before -> format.codeBytes(before.rows(), before.columns()))
                        .sum();
    }

    /** Where the scales of a part begin in the weights' file. */
    long scalesOffset(int part) {
        return scalesOffset
                + parts.subList(0, part).stream()
                        .mapToLong(before ->
                                Float.BYTES * format.scales(before.rows(), before.columns()))
                        .sum();
    }

    /** Codes and scales of a part. */
    public long bytes(int part) {
        QuantizedPart one = parts.get(part);
        return format.codeBytes(one.rows(), one.columns())
                + Float.BYTES * format.scales(one.rows(), one.columns());
    }
}
