package llamaline.importer.weights;

import java.util.List;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ModelFileException;

/**
 * Rows of a {@link Weight} that one tensor of the checkpoint gives.
 *
 * @param rows where its rows stand
 * @param columns where the elements of a row stand
 */
public record MatrixPart(StoredTensor tensor, AxisPadding rows, AxisPadding columns) {
    /**
     * A matrix.
     *
     * @throws ModelFileException where the tensor has another shape or no float type
     */
    static MatrixPart matrix(StoredTensor tensor, AxisPadding rows, AxisPadding columns) {
        tensor.requireDimensions(
                List.of((long) rows.sourceLength(), (long) columns.sourceLength()));
        return checked(new MatrixPart(tensor, rows, columns));
    }

    /** A vector: one row. */
    static MatrixPart vector(StoredTensor tensor, int length) {
        tensor.requireDimensions(List.of((long) length));
        return checked(new MatrixPart(tensor, AxisPadding.none(1), AxisPadding.none(length)));
    }

    private static MatrixPart checked(MatrixPart part) {
        part.tensor.weights();
        return part;
    }

    boolean isPadded() {
        return !rows.isNone() || !columns.isNone();
    }
}
