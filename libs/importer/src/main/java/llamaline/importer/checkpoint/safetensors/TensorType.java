package llamaline.importer.checkpoint.safetensors;

import llamaline.importer.model.ComputeType;

/** The types in which weights are stored, here and in the graph. */
public enum TensorType {
    FLOAT32("float32", 4),
    FLOAT16("float16", 2),
    BFLOAT16("bfloat16", 2);

    private final String label;
    private final int bytes;

    TensorType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** The type that weights have where a graph of that type computes with them as they are. */
    public static TensorType of(ComputeType compute) {
        return switch (compute) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
        };
    }

    /** As config.json and PyTorch call it. */
    public String label() {
        return label;
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }
}
