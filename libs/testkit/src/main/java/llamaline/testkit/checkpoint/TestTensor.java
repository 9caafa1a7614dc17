package llamaline.testkit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor for a test's file.
 *
 * @param type as safetensors calls it: F32, F16 or BF16
 * @param values that the type holds exactly
 */
public record TestTensor(String type, List<Integer> shape, List<Float> values) {
    public TestTensor {
        shape = List.copyOf(shape);
        values = List.copyOf(values);
    }

    /** Returns the nearest value to {@code value}, or almost, that the type holds exactly. */
    public static float held(String type, double value) {
        return switch (type) {
            case "F32" -> (float) value;
            case "F16" -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            case "BF16" ->
                    Float.intBitsToFloat(Float.floatToRawIntBits((float) value) & 0xffff_0000);
            default -> throw new IllegalArgumentException("no weights have type " + type);
        };
    }

    /** Returns the values as the type stores them, little-endian. */
    public byte[] bytes() {
        int size = type.equals("F32") ? Float.BYTES : Short.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * size).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case "F32" -> bytes.putFloat(value);
                case "F16" -> bytes.putShort(Float.floatToFloat16(value));
                default -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
            }
        }
        return bytes.array();
    }
}
