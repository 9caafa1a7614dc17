package llamaline.mask.layout;

/**
 * Whose pieces label a text. They differ where control tokens are spelled in it, and in version 5
 * where it begins with a space: {@code <s>x} is
 *
 * <ul>
 *   <li>{@code <s>}, {@code ▁x} for Transformers 4's fast tokenizer, which the reference's
 *       visualizer asks,
 *   <li>{@code <s>}, {@code x} for Transformers 5 and for the tokenizer that serves.
 * </ul>
 *
 * <p>Around {@code <FILL_ME>} too each has its own: the fast ones find control tokens in prefix and
 * suffix, version 5 puts a mark before the suffix.
 */
public enum PieceRule {
    /** CodeLlamaTokenizerFast of 4.57.6: each stretch between control tokens begins with a mark. */
    TRANSFORMERS_4,

    /**
     * Version 5.23.0: a mark before the first stretch only, and not where it begins with a space.
     */
    TRANSFORMERS_5,

    /** What the model is really given for a raw prompt. */
    SERVED
}
