package llamaline.gateway.stream;

import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.v1.Cancellation;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;

/**
 * Publishes requests, cancellations and dead letters. No method waits; all keep the order in which
 * they were called. Thread-safe.
 */
public interface RequestPublisher {
    /**
     * Publishes a request.
     *
     * @param trace the trace that the request belongs to
     * @param onFailure is called, at most once and on any thread, where it could not be sent
     */
    void publish(GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure);

    /** Has workers and tokenizer services drop a request; what cannot be sent is lost. */
    void cancel(Cancellation cancellation);

    /**
     * Keeps a request that could not be answered, for people; what cannot be sent is lost.
     *
     * @param request its last attempt
     */
    void deadLetter(GenerationRequest request, Failure failure);
}
