package llamaline.importer.weights;

import java.util.Optional;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ModelFileException;
import org.jspecify.annotations.Nullable;

/**
 * One tensor's rows of a linear layer.
 *
 * @param floats its floats; where it is stored as NF4, what that stands for
 * @param nf4 its codes, where it is stored as such
 */
record LinearPart(MatrixPart floats, @Nullable StoredNf4 nf4) {
    static LinearPart of(MatrixPart floats) {
        return new LinearPart(floats, null);
    }

    /**
     * A matrix that bitsandbytes quantised.
     *
     * @throws ModelFileException where it has another shape
     */
    static LinearPart of(StoredNf4 nf4, AxisPadding rows, AxisPadding columns) {
        return new LinearPart(MatrixPart.matrix(RestoredNf4.tensor(nf4), rows, columns), nf4);
    }

    Optional<StoredNf4> stored() {
        return Optional.ofNullable(nf4);
    }

    /** Its codes, which must be there. */
    QuantizedPart asStored() {
        return new QuantizedPart.Stored(stored().orElseThrow());
    }

    /** The same, of what NF4 would leave of its floats. */
    MatrixPart throughNf4(boolean nestsScales, TensorErrors errors) {
        StoredTensor tensor = floats.tensor();
        return new MatrixPart(
                RestoredNf4.tensor(
                        tensor.source(),
                        tensor.name(),
                        new QuantizedNf4(tensor, nestsScales, errors),
                        tensor.dimensions()),
                floats.rows(),
                floats.columns());
    }
}
