package llamaline.tokenizer;

/**
 * The class that a checkpoint's tokenizer_config.json names. The two differ where control tokens
 * are spelled in a text: after one, {@link #LLAMA} begins the rest with a space and {@link
 * #CODE_LLAMA} does not.
 */
public enum TokenizerKind {
    /** CodeLlamaTokenizer: 7B, 13B and 34B. */
    CODE_LLAMA,
    /** LlamaTokenizer: 70B Instruct. */
    LLAMA
}
