package llamaline.tokenizer.prompt;

/** The layout of a chat as ids. */
public enum ChatTemplate {
    /** The template {@code [INST] … [/INST] …} of the Instruct models 7B, 13B and 34B. */
    INST,
    /** The template {@code Source: … <step> …} of 70B Instruct. */
    SOURCE_STEP
}
