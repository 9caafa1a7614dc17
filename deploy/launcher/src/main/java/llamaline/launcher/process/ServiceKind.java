package llamaline.launcher.process;

/** The three services, with where they lie and how much heap each needs. */
public enum ServiceKind {
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

    /** The name in messages and in {@code -Dllamaline.service}. */
    public String label() {
        return label;
    }

    /** The folder of its sources and its build. */
    String module() {
        return module;
    }

    /** The heap, in the form that {@code -Xmx} takes. */
    String heap() {
        return heap;
    }
}
