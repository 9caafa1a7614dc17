package llamaline.gateway.stream;

import llamaline.telemetry.Clocks;

/**
 * The state of one attempt. Each record holds what only its state needs, and its methods are the
 * transitions that the state allows; none leads out of {@link Over}. Times are nanoseconds of
 * {@link Clocks#nanoTime}.
 *
 * <pre>
 * {@link Unpublished}
 *     |  {@link Unpublished#toPublished}
 *     v
 * {@link Published} -----------------------------+
 *     |  {@link Published#toQueued}: Encoded       |
 *     v                                   |
 * {@link Queued} -+                                |
 *     |  ^     |  {@link Queued#toQueued}: a worker lives
 *     |  +-----+                          |
 *     |                                   |  {@link Published#toRunning}: a worker's event
 *     |  {@link Queued#toRunning}: a worker's event |  overtook Encoded, which has another sender
 *     v                                   |
 * {@link Running} &lt;------------------------------+
 *     |  ^     |  {@link Running#toRunning}: the same worker's next event
 *     |  +-----+
 *     v
 * {@link Over}, by {@link Expecting#toOver} from any of the three
 * </pre>
 *
 * <p>An attempt that is overdue, as {@link Published#isOverdue}, {@link Queued#isUnserved} or
 * {@link Running#isStalled} tell, is not continued: the next {@link Attempt} takes its place.
 */
sealed interface AttemptState {
    /** An attempt that was not sent: nothing is expected of anyone. */
    record Unpublished() implements AttemptState {
        Published toPublished(long now) {
            return new Published(now);
        }
    }

    /** An attempt whose events are expected. */
    sealed interface Expecting extends AttemptState {
        /** The request has ended, or its caller has. */
        default Over toOver() {
            return new Over();
        }

        /** A worker's event has come; the first worker that speaks is the attempt's. */
        Running toRunning(String worker, long now);
    }

    /**
     * An attempt that was sent and of which nothing was heard.
     *
     * @param since when it was published
     */
    record Published(long since) implements Expecting {
        /**
         * @param lostWorkers the model's count of lost workers, now
         */
        Queued toQueued(long now, long lostWorkers) {
            return new Queued(now, lostWorkers, now);
        }

        @Override
        public Running toRunning(String worker, long now) {
            return new Running(worker, since, now);
        }

        boolean isOverdue(long now, StreamSettings settings) {
            return now - since > settings.pickupNanos();
        }
    }

    /**
     * An attempt whose prompt was encoded, and which no worker has admitted.
     *
     * @param since when it was encoded
     * @param lostWorkers the model's count of lost workers then
     * @param servedAt when a worker of the model was last known alive
     */
    record Queued(long since, long lostWorkers, long servedAt) implements Expecting {
        Queued toQueued(long now) {
            return new Queued(since, lostWorkers, now);
        }

        @Override
        public Running toRunning(String worker, long now) {
            return new Running(worker, since, now);
        }

        /**
         * Tells whether a lost worker may have taken the attempt without a word: then nothing would
         * come.
         */
        boolean mayBeLost(long now, long lostWorkersNow, StreamSettings settings) {
            return lostWorkersNow > lostWorkers && now - since > settings.stallNanos();
        }

        /** Tells whether the model has had no living worker for too long. */
        boolean isUnserved(long now, StreamSettings settings) {
            return now - servedAt > settings.pickupNanos();
        }
    }

    /**
     * An attempt that is bound to the first worker whose event came.
     *
     * @param since when the attempt was encoded, or published where Encoded is still to come
     * @param heardAt when the worker last spoke
     */
    record Running(String worker, long since, long heardAt) implements Expecting {
        boolean isOf(String other) {
            return worker.equals(other);
        }

        @Override
        public Running toRunning(String same, long now) {
            if (!isOf(same)) {
                throw new IllegalArgumentException("bound to " + worker + ", not to " + same);
            }
            return new Running(worker, since, now);
        }

        /** Tells whether its worker has been silent for too long. */
        boolean isStalled(long now, StreamSettings settings) {
            return now - heardAt > settings.stallNanos();
        }

        /** Tells whether Encoded is overdue, if it has not come. */
        boolean lacksEncoded(long now, StreamSettings settings) {
            return now - since > settings.pickupNanos();
        }
    }

    /** An attempt of which nothing more is expected. */
    record Over() implements AttemptState {}
}
