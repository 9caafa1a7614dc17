package llamaline.worker.checkpoint;

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
