package llamaline.tokenizer.prompt;

import llamaline.tokenizer.bpe.BytePairEncoder;
import llamaline.tokenizer.bpe.IdList;
import llamaline.tokenizer.special.SpecialTokens;

/**
 * Encodes infilling prompts: the texts before and behind the gap, between the model's own control
 * pieces. Control tokens spelled in either text stay characters. Immutable and thread-safe.
 *
 * <p>Source: meta-llama/codellama, llama/generation.py (infilling_prompt_tokens).
 */
public final class InfillEncoder {
    private final BytePairEncoder encoder;
    private final SpecialTokens special;

    public InfillEncoder(BytePairEncoder encoder, SpecialTokens special) {
        this.encoder = encoder;
        this.special = special;
    }

    /**
     * Encodes a prompt, with BOS, behind which the model writes the middle.
     *
     * @throws IllegalStateException where the model has no infilling pieces
     */
    public int[] encode(String prefix, String suffix, InfillLayout layout) {
        var ids = new IdList(prefix.length() / 3 + suffix.length() / 3);
        ids.add(special.bosId());
        ids.add(special.requiredId(SpecialTokens.PREFIX));
        if (layout == InfillLayout.PREFIX_SUFFIX_MIDDLE) {
            ids.addAll(encoder.encode(prefix));
        }
        ids.add(special.requiredId(SpecialTokens.SUFFIX));
        ids.addAll(encoder.encodeContinuation(suffix));
        ids.add(special.requiredId(SpecialTokens.MIDDLE));
        if (layout == InfillLayout.SUFFIX_PREFIX_MIDDLE) {
            ids.addAll(encoder.encode(prefix));
        }
        return ids.toArray();
    }
}
