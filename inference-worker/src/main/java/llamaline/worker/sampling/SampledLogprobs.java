package llamaline.worker.sampling;

import java.util.List;

/**
 * The log-probabilities of the id that stands at a position and of the most likely ones there.
 *
 * @param logprob natural logarithm of the id's probability under the raw logits
 * @param rank of the id among all, by probability, from 1
 * @param top descending; may or may not hold {@code id}
 */
public record SampledLogprobs(int id, float logprob, int rank, List<RankedLogprob> top) {
    public SampledLogprobs {
        top = List.copyOf(top);
    }
}
