package llamaline.tokenizer;

/**
 * The tokenizer class that a checkpoint's tokenizer_config.json names. The two classes differ where
 * control tokens are spelled in a text: after one, {@link #LLAMA} begins the rest with a space and
 * {@link #CODE_LLAMA} does not.
 */
public enum TokenizerKind {
    /** The class CodeLlamaTokenizer, of the 7B, 13B and 34B models. */
    CODE_LLAMA,
    /** The class LlamaTokenizer, of 70B Instruct. */
    LLAMA
}
