package llamaline.worker.sampling;

import java.util.List;

/**
 * The id that stands at a position, and the most likely ones there.
 *
 * @param logprob natural logarithm of the id's probability under the raw logits
 * @param top descending; may or may not hold {@code id}
 */
public record TokenLogprobs(int id, float logprob, List<TopLogprob> top) {
    public TokenLogprobs {
        top = List.copyOf(top);
    }
}
