package llamaline.importer.model;

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

    /** As config.json and PyTorch call it. */
    public String label() {
        return label;
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }
}
