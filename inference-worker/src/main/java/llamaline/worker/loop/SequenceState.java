package llamaline.worker.loop;

/**
 * Where a sequence stands. Transitions:
 *
 * <pre>
 * {@link Waiting} --{@link Waiting#admit admit}--> {@link Prefilling} --{@link Prefilling#decode decode}--> {@link Decoding} --> {@link Ended}
 *                                      | ^ {@link Prefilling#read read}
 *                                      +-+
 * </pre>
 *
 * A cancellation, a deadline, a failure or a stop leads from each of them to {@link Ended}.
 */
sealed interface SequenceState {
    /** No slot yet. */
    record Waiting() implements SequenceState {
        /**
         * @param cached positions that the slot already holds
         */
        Prefilling admit(int slot, int cached) {
            return new Prefilling(slot, cached);
        }
    }

    /**
     * Chunk by chunk into its slot.
     *
     * @param read ids that the slot holds
     */
    record Prefilling(int slot, int read) implements SequenceState {
        Prefilling read(int count) {
            return new Prefilling(slot, read + count);
        }

        Decoding decode() {
            return new Decoding(slot);
        }
    }

    /** One id a step. */
    record Decoding(int slot) implements SequenceState {
        Decoding moveTo(int otherSlot) {
            return new Decoding(otherSlot);
        }
    }

    /** Its slot is another's. */
    record Ended() implements SequenceState {}
}
