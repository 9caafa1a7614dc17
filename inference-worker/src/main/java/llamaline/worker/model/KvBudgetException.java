package llamaline.worker.model;

/**
 * Thrown where the KV cache does not fit into the memory that it may have; the message has the
 * arithmetic.
 */
public final class KvBudgetException extends RuntimeException {
    KvBudgetException(String message) {
        super(message);
    }
}
