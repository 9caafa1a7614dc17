package llamaline.importer.model;

import llamaline.importer.quantization.FloatFormat;

/** The type in which a graph computes and keeps its KV cache. */
public enum ComputeType {
    FLOAT32("float32", Float.BYTES),
    FLOAT16("float16", Short.BYTES),
    BFLOAT16("bfloat16", Short.BYTES);

    private final String label;
    private final int bytes;

    ComputeType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** The name that config.json and PyTorch give the type. */
    public String label() {
        return label;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The format of weights with which a graph of this type computes without a cast. */
    public FloatFormat weights() {
        return switch (this) {
            case FLOAT32 -> FloatFormat.FLOAT32;
            case FLOAT16 -> FloatFormat.FLOAT16;
            case BFLOAT16 -> FloatFormat.BFLOAT16;
        };
    }
}
