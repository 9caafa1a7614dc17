package llamaline.gateway.limits;

import llamaline.gateway.refusal.RefusalCode;

/** Measures calls of all protocols as they come and go. Thread-safe; must not wait. */
public interface CallMeter {
    /**
     * A call begins.
     *
     * @param route what it asks for: one of a few names that stand in the code
     */
    Metered begin(String route);

    /** The measure of one call. */
    interface Metered {
        /**
         * It is for that model.
         *
         * @param name as announced by a worker, never what a caller alone wrote
         */
        void model(String name);

        /** It ends with an error, though its answer had begun. */
        void failed(RefusalCode code);

        /** Nothing more will be written. The second time it counts no more. */
        void end(Outcome outcome);
    }

    /** The way in which a call ended. */
    enum Outcome {
        /** The call was answered. */
        OK,
        /** The caller asked for what cannot be. */
        INVALID,
        /** Nobody could answer, or too many asked. */
        UNAVAILABLE,
        /** It took longer than it may. */
        DEADLINE,
        /** The service itself is to blame. */
        ERROR,
        /** Its caller hung up. */
        CANCELLED;

        /** The outcome of a call that was answered with an error. */
        public static Outcome of(RefusalCode code) {
            return switch (code) {
                case INVALID_REQUEST,
                        CONTEXT_LENGTH_EXCEEDED,
                        MODEL_NOT_FOUND,
                        BODY_TIMEOUT,
                        BODY_TOO_LARGE,
                        UNSUPPORTED_MEDIA_TYPE,
                        UNSUPPORTED_ENCODING,
                        ROUTE_NOT_FOUND,
                        METHOD_NOT_ALLOWED,
                        FOREIGN_ORIGIN ->
                        INVALID;
                case UNAVAILABLE, OVERLOADED -> UNAVAILABLE;
                case DEADLINE_EXCEEDED -> DEADLINE;
                case INTERNAL -> ERROR;
            };
        }
    }
}
