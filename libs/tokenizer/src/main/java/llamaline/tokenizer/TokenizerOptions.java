package llamaline.tokenizer;

import java.util.List;
import llamaline.tokenizer.special.AddedToken;

/**
 * The options that tokenizer_config.json adds to a model file.
 *
 * @param addBos whether {@code <s>} stands before each encoded text
 * @param addEos whether {@code </s>} stands after it
 * @param addedTokens tokens beside {@code <s>}, {@code </s>}, {@code <unk>} and, with {@link
 *     TokenizerKind#CODE_LLAMA}, the infilling pieces, which the model file names itself
 */
public record TokenizerOptions(
        TokenizerKind kind, boolean addBos, boolean addEos, List<AddedToken> addedTokens) {
    public TokenizerOptions {
        addedTokens = List.copyOf(addedTokens);
    }

    /** The options of the published 7B, 13B and 34B models. */
    public static TokenizerOptions codeLlama() {
        return new TokenizerOptions(TokenizerKind.CODE_LLAMA, true, false, List.of());
    }
}
