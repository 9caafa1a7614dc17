package llamaline.gateway.stream;

import llamaline.contract.TraceContext;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;

/**
 * Is told what one prompt and choice goes through, for whoever measures it. Called under its call's
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

    /** It ends with an error, and its call with it. */
    void failed(ErrorCode code);

    /** It is ended by its caller, by the gateway, or by the failure of another one of its call. */
    void abandoned(CancellationReason reason);

    /** Whoever measures. */
    @FunctionalInterface
    interface Source {
        /** A caller asks. */
        PendingRequestObserver begin(GenerationRequest request);
    }
}
