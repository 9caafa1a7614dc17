package llamaline.gateway.validation;

import llamaline.gateway.request.TruncationFields;

/**
 * The ids that are left of a prompt that has more than {@code most}: by default its last.
 *
 * <p>Source: vLLM, entrypoints/openai (truncate_prompt_tokens, truncation_side).
 */
public record PromptTruncation(int most, boolean keepsBeginning) {
    private static final int NEVER = Integer.MAX_VALUE;

    /**
     * Decides how many ids stay.
     *
     * @param context of the model, in tokens
     * @param length at most that of the completion. One that fills the context is no length to
     *     leave room for: then one id is room enough
     */
    static PromptTruncation of(TruncationFields fields, int context, int length) {
        int most = fields.most().orElse(NEVER);
        int kept = most == TruncationFields.ALL_THAT_FIT ? allThatFit(context, length) : most;
        return new PromptTruncation(kept, fields.keepsBeginning());
    }

    private static int allThatFit(int context, int length) {
        int kept = length < context ? context - length : context - 1;
        return Math.max(1, kept);
    }

    /** Tells whether anything may be cut. */
    public boolean isWanted() {
        return most != NEVER;
    }

    /** The first of {@code count} ids that stays. */
    int from(int count) {
        return keepsBeginning ? 0 : Math.max(0, count - most);
    }

    /** Returns how many of {@code count} ids stay. */
    int length(int count) {
        return Math.min(most, count);
    }
}
