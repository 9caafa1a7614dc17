package llamaline.gateway.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import llamaline.tokenizer.CodeLlamaTokenizer;

/**
 * One text, or a pair, as a model is given it. All lists are equally long.
 *
 * @param inputIds token ids
 * @param tokenTypeIds 0, or 1 in the second text of a pair
 * @param attentionMask 1, or 0 where it is padded
 * @param specialTokensMask 1 where a token was added, 0 else
 */
public record EncodedInput(
        List<Integer> inputIds,
        List<Integer> tokenTypeIds,
        List<Integer> attentionMask,
        List<Integer> specialTokensMask) {
    /** The sequences behind each other, with the tokens that {@code tokenizer} adds. */
    static EncodedInput of(CodeLlamaTokenizer tokenizer, int[]... sequences) {
        int[] ids = tokenizer.buildInputsWithSpecialTokens(sequences);
        return new EncodedInput(
                TokenIdLists.list(ids),
                TokenIdLists.list(tokenizer.createTokenTypeIds(sequences)),
                Collections.nCopies(ids.length, 1),
                TokenIdLists.list(tokenizer.specialTokensMask(sequences)));
    }

    /** The list of that part. */
    public List<Integer> part(EncodingPart part) {
        return switch (part) {
            case INPUT_IDS -> inputIds;
            case TOKEN_TYPE_IDS -> tokenTypeIds;
            case ATTENTION_MASK -> attentionMask;
            case SPECIAL_TOKENS_MASK -> specialTokensMask;
        };
    }

    int length() {
        return inputIds.size();
    }

    /** The same input with {@code count} padding tokens on that side. */
    EncodedInput padded(PaddingSide side, int count, int padId) {
        return new EncodedInput(
                side.pad(inputIds, count, padId),
                side.pad(tokenTypeIds, count, 0),
                side.pad(attentionMask, count, 0),
                side.pad(specialTokensMask, count, 1));
    }

    /** The side on which padding stands. */
    enum PaddingSide {
        LEFT {
            @Override
            List<Integer> pad(List<Integer> list, int count, int value) {
                return joined(Collections.nCopies(count, value), list);
            }
        },
        RIGHT {
            @Override
            List<Integer> pad(List<Integer> list, int count, int value) {
                return joined(list, Collections.nCopies(count, value));
            }
        };

        abstract List<Integer> pad(List<Integer> list, int count, int value);

        private static List<Integer> joined(List<Integer> first, List<Integer> second) {
            List<Integer> all = new ArrayList<>(first.size() + second.size());
            all.addAll(first);
            all.addAll(second);
            return all;
        }
    }
}
