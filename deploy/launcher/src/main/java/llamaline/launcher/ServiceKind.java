package llamaline.launcher;

/** The three services, with where they lie and how much heap each needs. */
enum ServiceKind {
    /** Holds open streams and bodies, and encodes one long text: up to 50 bytes a character. */
    GATEWAY("gateway", "gateway-service", "512m"),
    /** Encodes one long prompt at a time: up to 50 bytes a character. */
    TOKENIZER("tokenizer", "tokenizer-service", "384m"),
    /** Its weights and KV cache are native memory, not heap. */
    WORKER("worker", "inference-worker", "256m");

    private final String label;
    private final String module;
    private final String heap;

    ServiceKind(String label, String module, String heap) {
        this.label = label;
        this.module = module;
        this.heap = heap;
    }

    /** As in {@code -Dllamaline.service}. */
    String label() {
        return label;
    }

    /** Folder of its sources and its build. */
    String module() {
        return module;
    }

    /** As after {@code -Xmx}. */
    String heap() {
        return heap;
    }
}
