package llamaline.mask.layout;

/**
 * The tokenizer whose pieces label a text. The tokenizers differ where control tokens are spelled
 * in the text, and in version 5 where it begins with a space: {@code <s>x} is
 *
 * <ul>
 *   <li>{@code <s>}, {@code ▁x} for Transformers 4's fast tokenizer, which the reference's
 *       visualizer asks,
 *   <li>{@code <s>}, {@code x} for Transformers 5 and for the tokenizer that serves.
 * </ul>
 *
 * <p>They differ around {@code <FILL_ME>} too: the fast tokenizers find control tokens in prefix
 * and suffix, and version 5 puts a mark before the suffix.
 */
public enum PieceRule {
    /**
     * The class CodeLlamaTokenizerFast of 4.57.6, which begins each part between control tokens
     * with a mark.
     */
    TRANSFORMERS_4,

    /**
     * Version 5.23.0, which puts a mark before the first part only, and not where it begins with a
     * space.
     */
    TRANSFORMERS_5,

    /** The tokenizer that serves: the ids that a model is given for a raw prompt. */
    SERVED
}
