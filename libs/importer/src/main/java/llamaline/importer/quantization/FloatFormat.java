package llamaline.importer.quantization;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How floats are stored: little-endian, one after the other. */
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

    /** By PyTorch's name. */
    static Optional<FloatFormat> named(String label) {
        return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
    }

    /** As PyTorch calls it. */
    public String label() {
        return label;
    }

    /** Of one value. */
    public int bytes() {
        return bytes;
    }

    /**
     * Fills {@code into} from index 0 with all values that stand between position and limit,
     * exactly.
     *
     * @param stored a multiple of {@link #bytes} bytes; its position moves to its limit
     * @return how many values
     */
    public int decode(ByteBuffer stored, float[] into) {
        int count = stored.remaining() / bytes;
        ByteBuffer ordered = stored.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case FLOAT32 -> ordered.asFloatBuffer().get(into, 0, count);
            case FLOAT16 -> decodeHalves(shorts(ordered, count), into);
            case BFLOAT16 -> decodeBrain(shorts(ordered, count), into);
        }
        stored.position(stored.limit());
        return count;
    }

    /** The value nearest to {@code value} that this format holds; ties to even. */
    float round(float value) {
        return switch (this) {
            case FLOAT32 -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BFLOAT16 -> roundToBrain(value);
        };
    }

    private static short[] shorts(ByteBuffer ordered, int count) {
        ShortBuffer view = ordered.asShortBuffer();
        short[] values = new short[count];
        view.get(values);
        return values;
    }

    private static void decodeHalves(short[] halves, float[] into) {
        for (int i = 0; i < halves.length; i++) {
            into[i] = Float.float16ToFloat(halves[i]);
        }
    }

    private static void decodeBrain(short[] values, float[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] = Float.intBitsToFloat(values[i] << BFLOAT16_SHIFT);
        }
    }

    private static float roundToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        int half = 0x7fff + (bits >>> BFLOAT16_SHIFT & 1);
        return Float.isNaN(value)
                ? value
                : Float.intBitsToFloat((bits + half) & 0xffff << BFLOAT16_SHIFT);
    }
}
