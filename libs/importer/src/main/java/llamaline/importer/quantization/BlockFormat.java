package llamaline.importer.quantization;

/**
 * Integer codes of ONNX Runtime's MatMulNBits without zero points: value = (code - zero) * scale
 * with zero = 2^(bits - 1), in blocks of 32 along the columns.
 *
 * <p>Source: ONNX Runtime, ContribOperators.md (com.microsoft.MatMulNBits).
 */
public enum BlockFormat {
    INT4(4),
    INT8(8);

    /** Columns of a block. */
    public static final int BLOCK_SIZE = 32;

    private final int bits;

    BlockFormat(int bits) {
        this.bits = bits;
    }

    /** Of a code. */
    public int bits() {
        return bits;
    }

    /** Code of zero, and how many codes stand below it. */
    int zero() {
        return 1 << (bits - 1);
    }

    /** Blocks of a row. */
    public static int blocks(int columns) {
        return Math.ceilDiv(columns, BLOCK_SIZE);
    }

    /** Bytes of a block's codes. */
    public int blockBytes() {
        return BLOCK_SIZE * bits / Byte.SIZE;
    }
}
