package llamaline.importer.checkpoint.safetensors;

import java.util.Arrays;
import java.util.Optional;
import llamaline.importer.quantization.FloatFormat;

/**
 * The element types of safetensors whose elements are whole bytes.
 *
 * <p>Source: safetensors, src/tensor.rs (Dtype).
 */
public enum SafetensorsType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    F8_E8M0(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8),
    C64(8);

    private final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<SafetensorsType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** The size of one element in bytes. */
    int bytes() {
        return bytes;
    }

    /** The format of weights that this is; empty where weights cannot be of this type. */
    Optional<FloatFormat> floats() {
        return switch (this) {
            case F32 -> Optional.of(FloatFormat.FLOAT32);
            case F16 -> Optional.of(FloatFormat.FLOAT16);
            case BF16 -> Optional.of(FloatFormat.BFLOAT16);
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, I16, U16, I32, U32, F64, I64, U64, C64 ->
                    Optional.empty();
        };
    }
}
