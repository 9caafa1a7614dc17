package llamaline.importer.quantization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the matrix of a linear layer is stored as codes with float32 scales. */
public enum QuantizedFormat {
    /** Flat in C order, as bitsandbytes stores it. */
    NF4("nf4"),
    /** Row by row. */
    INT4("int4"),
    /** Row by row. */
    INT8("int8");

    private final String label;

    QuantizedFormat(String label) {
        this.label = label;
    }

    public static Optional<QuantizedFormat> named(String label) {
        return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
    }

    /** Rows below which the kernel's bits depend on how many there are. */
    public int leastRows() {
        return switch (this) {
            case NF4, INT4 -> 2;
            case INT8 -> 1;
        };
    }

    /** As the card calls it. */
    public String label() {
        return label;
    }

    /** Whether another matrix's codes can follow, with blocks of their own. */
    public boolean endsWithABlock(int rows, int columns) {
        return switch (this) {
            case NF4 -> (long) rows * columns % Nf4Quantizer.BLOCK_SIZE == 0;
            case INT4, INT8 -> true;
        };
    }

    public long codeBytes(int rows, int columns) {
        return dimensions(rows, columns).stream().reduce(1L, Math::multiplyExact);
    }

    public long scales(int rows, int columns) {
        return switch (this) {
            case NF4 -> Nf4Quantizer.blocks((long) rows * columns);
            case INT4, INT8 -> (long) rows * BlockCodes.blocks(columns);
        };
    }

    /** Of the codes, as bytes, as the operator wants them. */
    public List<Long> dimensions(int rows, int columns) {
        return switch (this) {
            case NF4 -> List.of(Nf4Quantizer.packedBytes((long) rows * columns));
            case INT4 -> dimensions(BlockCodes.INT4, rows, columns);
            case INT8 -> dimensions(BlockCodes.INT8, rows, columns);
        };
    }

    private static List<Long> dimensions(BlockCodes codes, int rows, int columns) {
        return List.of((long) rows, (long) BlockCodes.blocks(columns), (long) codes.blockBytes());
    }
}
