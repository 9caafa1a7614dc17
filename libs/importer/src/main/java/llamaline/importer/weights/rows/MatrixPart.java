package llamaline.importer.weights.rows;

import java.util.List;
import java.util.Optional;
import llamaline.importer.checkpoint.bitsandbytes.RestoredNf4;
import llamaline.importer.checkpoint.bitsandbytes.StoredNf4;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ModelFileException;

/**
 * The rows of a weight that one tensor of the checkpoint gives.
 *
 * @param tensor the floats, or what stands for them
 * @param rows places of the tensor's rows in the weight
 * @param columns places of the elements of a row
 */
public record MatrixPart(StoredTensor tensor, AxisPadding rows, AxisPadding columns) {
    /**
     * Takes a tensor as a matrix {@code [rows][columns]}.
     *
     * @throws ModelFileException where the tensor has another shape or no float type
     */
    public static MatrixPart matrix(StoredTensor tensor, AxisPadding rows, AxisPadding columns) {
        tensor.requireDimensions(
                List.of((long) rows.sourceLength(), (long) columns.sourceLength()));
        return checked(new MatrixPart(tensor, rows, columns));
    }

    /**
     * Takes a tensor {@code [length]} as a matrix of one row.
     *
     * @throws ModelFileException where the tensor has another shape or no float type
     */
    public static MatrixPart vector(StoredTensor tensor, int length) {
        tensor.requireDimensions(List.of((long) length));
        return checked(new MatrixPart(tensor, AxisPadding.none(1), AxisPadding.none(length)));
    }

    private static MatrixPart checked(MatrixPart part) {
        part.tensor.floats();
        return part;
    }

    public boolean isPadded() {
        return !rows.isNone() || !columns.isNone();
    }

    /** The NF4 matrix whose values are the floats; empty where the checkpoint has floats. */
    public Optional<StoredNf4> storedNf4() {
        return tensor.source() instanceof RestoredNf4(_, StoredNf4 stored)
                ? Optional.of(stored)
                : Optional.empty();
    }

    /**
     * The part with the floats that NF4 would leave of its own.
     *
     * @param doubleQuant whether the scales of NF4 are quantized too
     * @param errors gets what the floats lose by that
     */
    public MatrixPart throughNf4(boolean doubleQuant, TensorErrors errors) {
        return new MatrixPart(
                RestoredNf4.tensor(tensor, new QuantizedNf4(tensor, doubleQuant, errors)),
                rows,
                columns);
    }
}
