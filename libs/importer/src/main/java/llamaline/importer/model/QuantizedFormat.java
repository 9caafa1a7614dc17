package llamaline.importer.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llamaline.importer.quantization.BlockFormat;
import llamaline.importer.quantization.nf4.Nf4Quantizer;

/** The formats in which the matrix of a linear layer is stored, with float32 scales. */
public enum QuantizedFormat {
    /** Two values a byte, flat in C order, as bitsandbytes stores them. */
    NF4("nf4"),
    /** Two values a byte, row by row. */
    INT4("int4"),
    /** One value a byte, row by row. */
    INT8("int8");

    private final String label;

    QuantizedFormat(String label) {
        this.label = label;
    }

    /** Finds the format that a model's card names; empty where its weights are floats. */
    public static Optional<QuantizedFormat> named(String label) {
        return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
    }

    /** The least rows of a step with which a row's bits do not depend on how many there are. */
    public int leastRows() {
        return switch (this) {
            case NF4, INT4 -> 2;
            case INT8 -> 1;
        };
    }

    /** The name that a model's card gives the format. */
    public String label() {
        return label;
    }

    /** Tells whether another matrix can follow in the same initializer, with blocks of its own. */
    public boolean endsWithABlock(int rows, int columns) {
        return switch (this) {
            case NF4 -> (long) rows * columns % Nf4Quantizer.BLOCK_SIZE == 0;
            case INT4, INT8 -> true;
        };
    }

    /** Counts the bytes that the quantized values of a matrix take. */
    public long packedBytes(int rows, int columns) {
        return dimensions(rows, columns).stream().reduce(1L, Math::multiplyExact);
    }

    /** Counts the scales of a matrix, one for each block. */
    public long scales(int rows, int columns) {
        return switch (this) {
            case NF4 -> Nf4Quantizer.blocks((long) rows * columns);
            case INT4, INT8 -> (long) rows * BlockFormat.blocks(columns);
        };
    }

    /** The dimensions of the quantized values, as bytes, as the operator wants them. */
    public List<Long> dimensions(int rows, int columns) {
        return switch (this) {
            case NF4 -> List.of(Nf4Quantizer.packedBytes((long) rows * columns));
            case INT4 -> dimensions(BlockFormat.INT4, rows, columns);
            case INT8 -> dimensions(BlockFormat.INT8, rows, columns);
        };
    }

    private static List<Long> dimensions(BlockFormat blocks, int rows, int columns) {
        return List.of((long) rows, (long) BlockFormat.blocks(columns), (long) blocks.blockBytes());
    }
}
