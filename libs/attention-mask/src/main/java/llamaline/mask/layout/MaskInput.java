package llamaline.mask.layout;

import java.util.List;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;
import llamaline.tokenizer.prompt.InfillLayout;

/** The input that a mask is drawn of. */
public sealed interface MaskInput {
    /**
     * A text without BOS, as the reference's visualizer draws it. One {@code <FILL_ME>} in it is
     * the gap that a model with infilling pieces fills.
     */
    record Text(String text, PieceRule rule) implements MaskInput {}

    /**
     * An infilling prompt, with BOS, and its completion.
     *
     * @param middle the completion, written or expected; may be empty
     */
    record Infill(String prefix, String suffix, String middle, InfillLayout layout)
            implements MaskInput {}

    /**
     * A prompt, with BOS, that is prefilled in chunks into a slot that holds its beginning already.
     *
     * @param cached number of positions that the slot holds; at least one id is left to be read
     * @param chunkLength number of ids in a chunk, at least 1
     */
    record ChunkedPrefill(String text, int cached, int chunkLength) implements MaskInput {
        /**
         * Checks the counts.
         *
         * @throws MaskInputException where one is out of range
         */
        public ChunkedPrefill {
            if (cached < 0) {
                throw new MaskInputException("cached is %d, must be >= 0".formatted(cached));
            }
            if (chunkLength < 1) {
                throw new MaskInputException(
                        "the chunk length is %d, must be >= 1".formatted(chunkLength));
            }
        }
    }

    /**
     * One step of the worker: at most one chunk of one prompt, then one decode step.
     *
     * @param slots all slots, in order
     * @param slotLength number of positions in each
     */
    record SlotStep(List<SlotState> slots, int slotLength) implements MaskInput {
        /**
         * Checks the length of the slots.
         *
         * @throws MaskInputException where it is not 1 to {@link MaskAxis#LONGEST}
         */
        public SlotStep {
            slots = List.copyOf(slots);
            if (slotLength < 1 || slotLength > MaskAxis.LONGEST) {
                throw new MaskInputException(
                        "the slot length is %d, must be 1 to %d"
                                .formatted(slotLength, MaskAxis.LONGEST));
            }
        }
    }
}
