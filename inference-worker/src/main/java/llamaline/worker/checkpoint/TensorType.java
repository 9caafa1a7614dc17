package llamaline.worker.checkpoint;

import llamaline.worker.model.ComputeType;

/** The types in which weights are stored, here and in the graph. */
enum TensorType {
    FLOAT32("float32", 4, OnnxFields.FLOAT),
    FLOAT16("float16", 2, OnnxFields.FLOAT16),
    BFLOAT16("bfloat16", 2, OnnxFields.BFLOAT16);

    private final String label;
    private final int bytes;
    private final int onnxType;

    TensorType(String label, int bytes, int onnxType) {
        this.label = label;
        this.bytes = bytes;
        this.onnxType = onnxType;
    }

    /** The type that weights have where a graph of that type computes with them as they are. */
    static TensorType of(ComputeType compute) {
        return switch (compute) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
        };
    }

    /** As config.json and PyTorch call it. */
    String label() {
        return label;
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    /** TensorProto.DataType. */
    int onnxType() {
        return onnxType;
    }
}
