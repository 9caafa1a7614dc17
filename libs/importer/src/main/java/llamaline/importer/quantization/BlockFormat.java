package llamaline.importer.quantization;

/**
 * The integers of ONNX Runtime's MatMulNBits without zero points: value = (integer - zero) * scale
 * with zero = 2^(bits - 1), in blocks of 32 along the columns.
 *
 * <p>Source: ONNX Runtime, ContribOperators.md (com.microsoft.MatMulNBits).
 */
public enum BlockFormat {
    INT4(4),
    INT8(8);

    /** The number of columns in a block. */
    public static final int BLOCK_SIZE = 32;

    private final int bits;

    BlockFormat(int bits) {
        this.bits = bits;
    }

    /** The bits of one integer. */
    public int bits() {
        return bits;
    }

    /** The integer that stands for zero, which is also how many stand below it. */
    int zero() {
        return 1 << (bits - 1);
    }

    /** The number of blocks in a row. */
    public static int blocks(int columns) {
        return Math.ceilDiv(columns, BLOCK_SIZE);
    }

    /** The bytes that a block takes. */
    public int blockBytes() {
        return BLOCK_SIZE * bits / Byte.SIZE;
    }
}
