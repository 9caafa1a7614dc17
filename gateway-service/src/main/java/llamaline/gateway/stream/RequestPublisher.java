package llamaline.gateway.stream;

import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.v1.Cancellation;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;

/**
 * The way out for requests and cancellations. No method waits; all keep the order in which they
 * were called. Thread-safe.
 */
public interface RequestPublisher {
    /**
     * Sends a request.
     *
     * @param trace that it belongs to
     * @param onFailure is told, at most once and on any thread, that it could not be sent
     */
    void publish(GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure);

    /** Tells workers and tokenizer services to drop a request; what cannot be sent is lost. */
    void cancel(Cancellation cancellation);

    /**
     * Keeps a request that could not be answered, for people; what cannot be sent is lost.
     *
     * @param request its last attempt
     */
    void deadLetter(GenerationRequest request, Failure failure);
}
