package llamaline.tokenizer.prompt;

/** How a chat transcript is laid out as ids. */
public enum ChatTemplate {
    /** {@code [INST] … [/INST] …}: the Instruct models of 7B, 13B and 34B. */
    INST,
    /** {@code Source: … <step> …}: 70B Instruct. */
    SOURCE_STEP
}
