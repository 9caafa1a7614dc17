package llamaline.worker.checkpoint;

import java.util.List;

/**
 * The matrix of a linear layer, or some rows of it, as codes and scales: two initializers of the
 * graph, each with its parts one after the other.
 *
 * @param layer the linear layer in the graph
 * @param name of the codes in the graph
 * @param offset of the first code in the weights' file
 * @param scalesOffset of the first scale in the weights' file
 */
record CodedMatrix(
        String layer,
        String name,
        CodeFormat format,
        long offset,
        long scalesOffset,
        List<CodedPart> parts) {
    CodedMatrix {
        parts = List.copyOf(parts);
    }

    String scalesName() {
        return name + ".scales";
    }

    int rows() {
        return parts.stream().mapToInt(CodedPart::rows).reduce(0, Math::addExact);
    }

    int columns() {
        return parts.getFirst().columns();
    }

    ExternalTensor codes() {
        return new ExternalTensor(
                name,
                OnnxFields.UINT8,
                format.dimensions(rows(), columns()),
                offset,
                format.codeBytes(rows(), columns()));
    }

    ExternalTensor scales() {
        long count = format.scales(rows(), columns());
        return new ExternalTensor(
                scalesName(), OnnxFields.FLOAT, List.of(count), scalesOffset, count * Float.BYTES);
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
    long bytes(int part) {
        CodedPart one = parts.get(part);
        return format.codeBytes(one.rows(), one.columns())
                + Float.BYTES * format.scales(one.rows(), one.columns());
    }
}
