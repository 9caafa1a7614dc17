package llamaline.gateway.stream;

import llamaline.contract.TraceContext;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;

/**
 * Observes what one prompt and choice goes through, to measure or trace it. Called under its call's
 * lock; must not wait. One of the last three methods is called once, and nothing after it.
 */
public interface PendingRequestObserver {
    /**
     * An attempt is published.
     *
     * @param attempt from 1
     * @return the trace that its record belongs to
     */
    TraceContext published(int attempt);

    /** A tokenizer service encoded the attempt's prompt. */
    void encoded(int promptTokens);

    /** A worker gave the attempt a slot. */
    void admitted();

    /** The caller is given the next tokens. */
    void tokens(int count);

    /** The choice is complete. */
    void ended(FinishReason reason);

    /** The request ends with an error, and its call with it. */
    void failed(ErrorCode code);

    /** Its caller, the gateway, or the failure of another request of its call ended it. */
    void abandoned(CancellationReason reason);

    /** Makes an observer for each request. */
    @FunctionalInterface
    interface Source {
        /** Begins to observe a request that is about to be published. */
        PendingRequestObserver begin(GenerationRequest request);
    }
}
