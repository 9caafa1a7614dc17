package llamaline.gateway.request;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.refusal.RefusedException;

/**
 * The part that stays of a prompt that is too long.
 *
 * @param most how many ids stay, at least 1; -1: as many as leave room for the completion; empty:
 *     nothing is cut
 * @param keepsBeginning whether the first ids stay, instead of the last
 */
public record TruncationFields(OptionalInt most, boolean keepsBeginning) {
    public static final String MOST = "truncate_prompt_tokens";

    /** Keeps as many ids as leave room for the completion. */
    public static final int ALL_THAT_FIT = -1;

    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    static TruncationFields read(RequestFields fields) {
        String side = fields.choice("truncation_side", LEFT, List.of(LEFT, RIGHT));
        OptionalLong most = fields.integer(MOST, ALL_THAT_FIT, Integer.MAX_VALUE);
        if (most.orElse(1) == 0) {
            throw RefusedException.ofField(
                    MOST, "'truncate_prompt_tokens' must be at least 1, or -1.");
        }
        return new TruncationFields(
                most.isPresent() ? OptionalInt.of((int) most.getAsLong()) : OptionalInt.empty(),
                side.equals(RIGHT));
    }
}
