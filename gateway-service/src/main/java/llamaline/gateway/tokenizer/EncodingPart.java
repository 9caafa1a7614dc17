package llamaline.gateway.tokenizer;

/** The lists of an encoded input, under the names of Hugging Face's tokenizers. */
public enum EncodingPart {
    INPUT_IDS("input_ids"),
    TOKEN_TYPE_IDS("token_type_ids"),
    ATTENTION_MASK("attention_mask"),
    SPECIAL_TOKENS_MASK("special_tokens_mask");

    private final String key;

    EncodingPart(String key) {
        this.key = key;
    }

    /** The name under which callers know it. */
    public String key() {
        return key;
    }
}
