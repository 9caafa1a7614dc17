package llamaline.mask.layout;

import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;

/** The state of a KV cache slot before a step of the worker. */
public sealed interface SlotState {
    /** The number of positions that the slot holds, from 0. */
    int cached();

    /** A free slot; it may still hold the positions of a sequence that ended. */
    record Free(int cached) implements SlotState {
        public Free {
            SlotState.check(cached, 0);
        }
    }

    /**
     * A slot into which a prompt is read.
     *
     * @param chunk number of ids that this step reads, at least 1
     * @param endsPrompt whether they are the last ones, so that the slot decodes in the same step
     */
    record Prefilling(int cached, int chunk, boolean endsPrompt) implements SlotState {
        public Prefilling {
            SlotState.check(cached, 0);
            SlotState.check(chunk, 1);
        }
    }

    /** A slot whose sequence gets one more id. */
    record Decoding(int cached) implements SlotState {
        public Decoding {
            SlotState.check(cached, 1);
        }
    }

    /**
     * Checks a count.
     *
     * @throws MaskInputException where it is not {@code least} to {@link MaskAxis#LONGEST}
     */
    private static void check(int count, int least) {
        if (count < least || count > MaskAxis.LONGEST) {
            throw new MaskInputException(
                    "a slot's count is %d, must be %d to %d"
                            .formatted(count, least, MaskAxis.LONGEST));
        }
    }
}
