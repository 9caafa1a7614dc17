package llamaline.mask.layout;

import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;

/** A slot of the KV cache before a round of the worker. */
public sealed interface SlotState {
    /** Positions that the slot holds, from 0. */
    int cached();

    /** Nobody's; may still hold the positions of a sequence that ended. */
    record Free(int cached) implements SlotState {
        public Free {
            SlotState.check(cached, 0);
        }
    }

    /**
     * A prompt is read into it.
     *
     * @param chunk ids that this round reads, at least 1
     * @param endsPrompt whether they are the last ones, so that the slot decodes in the same round
     */
    record Prefilling(int cached, int chunk, boolean endsPrompt) implements SlotState {
        public Prefilling {
            SlotState.check(cached, 0);
            SlotState.check(chunk, 1);
        }
    }

    /** One more id is to come. */
    record Decoding(int cached) implements SlotState {
        public Decoding {
            SlotState.check(cached, 1);
        }
    }

    private static void check(int count, int least) {
        if (count < least || count > MaskAxis.LONGEST) {
            throw new MaskInputException(
                    "a slot's count is %d, must be %d to %d"
                            .formatted(count, least, MaskAxis.LONGEST));
        }
    }
}
