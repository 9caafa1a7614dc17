package llamaline.tokenization.kafka;

import llamaline.contract.TraceContext;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;

/**
 * Is told what becomes of each record, for whoever measures the service. Thread-safe; must not
 * wait.
 */
public interface RequestObserver {
    /**
     * Someone asks and can be answered.
     *
     * @param trace that the record belongs to
     */
    Observed begin(GenerationRequest request, TraceContext trace);

    /** A record that is no request, or names no one to answer. */
    void rejected();

    /** Events that the broker did not take. */
    void lost();

    /** Is told what becomes of one request, from its reading to its end. */
    interface Observed {
        /** The trace that what comes of it belongs to. */
        TraceContext trace();

        /** It is encoded from now on. */
        void encodes();

        /**
         * It is encoded, or cannot be.
         *
         * @param ids of the prompt; 0 where it cannot be encoded
         */
        void encoded(int ids);

        /** The broker has its prompt: the workers' turn. */
        void published();

        /** It is answered with a failure. */
        void refused(ErrorCode code);

        /** Nobody wants it any more. */
        void cancelled();
    }
}
