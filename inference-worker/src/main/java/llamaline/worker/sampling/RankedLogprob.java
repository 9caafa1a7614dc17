package llamaline.worker.sampling;

/**
 * One of the most likely ids at a position.
 *
 * @param logprob natural logarithm of its probability under the raw logits
 */
public record RankedLogprob(int id, float logprob) {}
