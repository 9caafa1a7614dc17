package llamaline.broker;

import org.jspecify.annotations.Nullable;

/** Reports that the broker cannot start; the message says why and what would help. */
public final class BrokerStartException extends RuntimeException {
    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
