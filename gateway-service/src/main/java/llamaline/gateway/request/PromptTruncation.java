package llamaline.gateway.request;

import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.v1.GenerationRequest;
import llamaline.v1.Truncation;

/**
 * What is left of a prompt that has more ids than {@code most}: by default its end.
 *
 * <p>Source: vLLM, entrypoints/openai (truncate_prompt_tokens, truncation_side).
 */
public record PromptTruncation(int most, boolean keepsBeginning) {
    static final String FIELD = "truncate_prompt_tokens";
    private static final String SIDE = "truncation_side";
    private static final int NEVER = Integer.MAX_VALUE;

    /** -1 means as many as leave room for the answer. */
    private static final int ALL_THAT_FIT = -1;

    /**
     * @param length at most that of the answer. One that fills the context is no length to leave
     *     room for: then one id is room enough
     */
    static PromptTruncation read(JsonFields fields, int context, int length) {
        String side = fields.text(SIDE).orElse("left");
        if (!side.equals("left") && !side.equals("right")) {
            throw refused(SIDE, "'truncation_side' must be 'left' or 'right'.");
        }
        long most = fields.integer(FIELD, ALL_THAT_FIT, NEVER).orElse(NEVER);
        if (most == 0) {
            throw refused(FIELD, "'truncate_prompt_tokens' must be at least 1, or -1.");
        }
        int kept = most == ALL_THAT_FIT ? allThatFit(context, length) : (int) most;
        return new PromptTruncation(kept, side.equals("right"));
    }

    private static int allThatFit(int context, int length) {
        int kept = length < context ? context - length : context - 1;
        return Math.max(1, kept);
    }

    /** Whether anything may be cut. */
    public boolean isWanted() {
        return most != NEVER;
    }

    /** The first of {@code count} ids that stays. */
    int from(int count) {
        return keepsBeginning ? 0 : Math.max(0, count - most);
    }

    /** How many of {@code count} ids stay. */
    int length(int count) {
        return Math.min(most, count);
    }

    void putInto(GenerationRequest.Builder request) {
        if (isWanted()) {
            request.setTruncation(
                    Truncation.newBuilder().setMost(most).setKeepsBeginning(keepsBeginning));
        }
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
