package llamaline.kafka;

import org.jspecify.annotations.Nullable;

/** The brokers did not create a topic; the message says which and why. */
public final class TopicCreationException extends RuntimeException {
    TopicCreationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
