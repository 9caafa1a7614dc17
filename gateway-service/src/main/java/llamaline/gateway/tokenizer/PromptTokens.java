package llamaline.gateway.tokenizer;

import java.util.List;
import java.util.Optional;

/** The answer to a call of the route {@code /tokenize}, which two servers made known. */
public sealed interface PromptTokens {
    /** The prompt's token ids. */
    List<Integer> tokens();

    /**
     * The ids of a prompt or of a chat's messages, as vLLM answers.
     *
     * @param context of the model, in tokens
     * @param pieces where they were asked for
     */
    record OfPrompt(List<Integer> tokens, int context, Optional<List<String>> pieces)
            implements PromptTokens {}

    /**
     * The ids of a content, as llama.cpp answers.
     *
     * @param pieces where they were asked for
     */
    record OfContent(List<Integer> tokens, Optional<List<TokenPiece>> pieces)
            implements PromptTokens {}
}
