package llamaline.tokenizer;

/** Says whether control tokens that are spelled in a text, such as {@code </s>}, are parsed. */
public enum ControlTokens {
    /** The spelled tokens become their ids, as in a raw prompt. */
    PARSE,
    /** The spelled tokens stay characters, as in what a user of a chat says. */
    PLAIN
}
