package llamaline.importer.quantization;

import java.util.Arrays;
import java.util.Optional;

/** The formats in which weights are stored as floats: in a checkpoint, and in an imported model. */
public enum FloatFormat {
    FLOAT32("float32", Float.BYTES),
    FLOAT16("float16", Short.BYTES),
    BFLOAT16("bfloat16", Short.BYTES);

    private static final int BFLOAT16_SHIFT = 16;

    private final String label;
    private final int bytes;

    FloatFormat(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** Finds a format by the name that PyTorch gives it. */
    public static Optional<FloatFormat> named(String label) {
        return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
    }

    /** The name that config.json and PyTorch give the format. */
    public String label() {
        return label;
    }

    /** The size of one value in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The value nearest to {@code value} that this format holds; ties go to the even one. */
    public float round(float value) {
        return switch (this) {
            case FLOAT32 -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BFLOAT16 -> roundToBrain(value);
        };
    }

    private static float roundToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        int half = 0x7fff + (bits >>> BFLOAT16_SHIFT & 1);
        return Float.isNaN(value)
                ? value
                : Float.intBitsToFloat((bits + half) & 0xffff << BFLOAT16_SHIFT);
    }
}
