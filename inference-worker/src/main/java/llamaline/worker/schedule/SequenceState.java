package llamaline.worker.schedule;

/**
 * The state of a sequence. Its transitions are methods; one that a state does not have is a defect
 * of the scheduler and throws {@link IllegalStateException}:
 *
 * <pre>
 * {@link Waiting} --{@link Waiting#admit admit}--> {@link Prefilling} --{@link Prefilling#decode decode}--> {@link Decoding} --{@link Decoding#end end}--> {@link Ended}
 *                          {@link Prefilling#read read} |  ^            {@link Decoding#moveTo moveTo} |  ^
 *                               +--+                     +--+
 * </pre>
 *
 * A cancellation, a deadline, a failure or a stop leads from each of them to {@link Ended}.
 */
sealed interface SequenceState {
    /**
     * The sequence gets a slot.
     *
     * @param cached leading ids of it that the slot already holds
     */
    default SequenceState admit(int slot, int cached) {
        throw impossible("admit");
    }

    /** The model read the next {@code count} ids of the prompt into the slot. */
    default SequenceState read(int count) {
        throw impossible("read");
    }

    /** The prompt is read to its end: from now on each decode step writes an id. */
    default SequenceState decode() {
        throw impossible("decode");
    }

    /** The model copied the slot to another one, which is the sequence's now. */
    default SequenceState moveTo(int otherSlot) {
        throw impossible("moveTo");
    }

    /** The sequence leaves its slot or the queue, for whatever reason. */
    default SequenceState end() {
        return new Ended();
    }

    private IllegalStateException impossible(String transition) {
        return new IllegalStateException("no %s from %s".formatted(transition, this));
    }

    /** The sequence stands in the queue and has no slot yet. */
    record Waiting() implements SequenceState {
        @Override
        public Prefilling admit(int slot, int cached) {
            return new Prefilling(slot, cached);
        }
    }

    /**
     * The prompt is read chunk by chunk into the slot.
     *
     * @param read leading ids of the sequence that the slot holds
     */
    record Prefilling(int slot, int read) implements SequenceState {
        @Override
        public Prefilling read(int count) {
            return new Prefilling(slot, read + count);
        }

        @Override
        public Decoding decode() {
            return new Decoding(slot);
        }
    }

    /** Each decode step writes one id into the slot and gives the next one. */
    record Decoding(int slot) implements SequenceState {
        @Override
        public Decoding moveTo(int otherSlot) {
            return new Decoding(otherSlot);
        }
    }

    /** The sequence has left; its slot is another's. */
    record Ended() implements SequenceState {
        @Override
        public Ended end() {
            throw new IllegalStateException("ended twice");
        }
    }
}
