package llamaline.worker.kafka;

/** The worker cannot start: the broker, or another worker, is in the way. */
public final class KafkaStartException extends RuntimeException {
    KafkaStartException(String message) {
        super(message);
    }

    KafkaStartException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
