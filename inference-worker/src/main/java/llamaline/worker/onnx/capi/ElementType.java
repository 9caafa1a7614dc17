package llamaline.worker.onnx.capi;

import llamaline.importer.model.ComputeType;

/**
 * The types of a tensor's elements.
 *
 * <p>Source: onnxruntime_c_api.h, {@code ONNXTensorElementDataType}.
 */
public enum ElementType {
    FLOAT32(1),
    INT32(6),
    INT64(7),
    FLOAT16(10),
    BFLOAT16(16);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    public static ElementType of(ComputeType type) {
        return switch (type) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
        };
    }

    int code() {
        return code;
    }
}
