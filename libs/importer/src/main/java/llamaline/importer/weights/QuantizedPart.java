package llamaline.importer.weights;

/** What one tensor of the checkpoint gives to a {@link QuantizedMatrix}. */
public sealed interface QuantizedPart {
    /** Of the tensor. */
    String name();

    int rows();

    int columns();

    /**
     * Floats, to be quantised.
     *
     * @param nestsScales whether scales of NF4 are quantised too
     */
    record Floats(MatrixPart part, boolean nestsScales) implements QuantizedPart {
        @Override
        public String name() {
            return part.tensor().name();
        }

        @Override
        public int rows() {
            return part.rows().length();
        }

        @Override
        public int columns() {
            return part.columns().length();
        }
    }

    /** NF4 as it stands in the checkpoint. */
    record Stored(StoredNf4 matrix) implements QuantizedPart {
        @Override
        public String name() {
            return matrix.name();
        }

        @Override
        public int rows() {
            return matrix.state().rows();
        }

        @Override
        public int columns() {
            return matrix.state().columns();
        }
    }
}
