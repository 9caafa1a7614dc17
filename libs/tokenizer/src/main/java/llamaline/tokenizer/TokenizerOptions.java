package llamaline.tokenizer;

import java.util.List;
import llamaline.tokenizer.special.AddedToken;

/**
 * What a tokenizer needs beside its model file: tokenizer_config.json's part.
 *
 * @param addBos whether {@code <s>} stands before each encoded text
 * @param addEos whether {@code </s>} stands after it
 * @param specialPieces beside {@code <s>}, {@code </s>}, {@code <unk>} and, with {@link
 *     TokenizerKind#CODE_LLAMA}, the infilling pieces, which the model file names itself
 */
public record TokenizerOptions(
        TokenizerKind kind, boolean addBos, boolean addEos, List<AddedToken> specialPieces) {
    public TokenizerOptions {
        specialPieces = List.copyOf(specialPieces);
    }

    /** As the published 7B, 13B and 34B models have it. */
    public static TokenizerOptions codeLlama() {
        return new TokenizerOptions(TokenizerKind.CODE_LLAMA, true, false, List.of());
    }
}
