package llamaline.mask.layout;

import java.util.List;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;
import llamaline.tokenizer.prompt.InfillLayout;

/** What a mask is asked of. */
public sealed interface MaskInput {
    /**
     * A text, as the reference's visualizer draws it: without BOS. One {@code <FILL_ME>} in it is
     * where a model with infilling pieces fills in.
     */
    record Text(String text, PieceRule rule) implements MaskInput {}

    /**
     * An infilling prompt, with BOS, and the answer to it.
     *
     * @param middle what was or will be filled in; may be empty
     */
    record Infill(String prefix, String suffix, String middle, InfillLayout order)
            implements MaskInput {}

    /**
     * A prompt, with BOS, that is read in chunks into a slot that holds its beginning already.
     *
     * @param cached positions that the slot holds; at least one id is left to be read
     * @param chunkLength ids of a chunk, at least 1
     */
    record ChunkedPrefill(String text, int cached, int chunkLength) implements MaskInput {
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
     * One round of the worker: at most one chunk of one prompt, then one decode step.
     *
     * @param slots all of them, in order
     * @param slotLength positions of each
     */
    record SlotRound(List<SlotState> slots, int slotLength) implements MaskInput {
        public SlotRound {
            slots = List.copyOf(slots);
            if (slotLength < 1 || slotLength > MaskAxis.LONGEST) {
                throw new MaskInputException(
                        "the slot length is %d, must be 1 to %d"
                                .formatted(slotLength, MaskAxis.LONGEST));
            }
        }
    }
}
