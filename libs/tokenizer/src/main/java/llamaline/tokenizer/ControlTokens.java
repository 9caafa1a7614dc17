package llamaline.tokenizer;

/** What becomes of control tokens that are spelled in a text, such as {@code </s>}. */
public enum ControlTokens {
    /** They become their ids, as in a raw prompt. */
    PARSE,
    /** They stay characters, as in what a user of a chat says. */
    PLAIN
}
