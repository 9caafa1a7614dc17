package llamaline.gateway.admission;

/**
 * How the answer is to look.
 *
 * @param streams as server-sent events
 * @param includesUsage a last chunk with the counts
 * @param countsAlong the counts in every chunk
 * @param echoes the prompt stands before the completion
 * @param showsLogprobs with each token's logprob and alternatives
 * @param alternatives for each token, where logprobs are shown
 * @param returnsIds each choice's and its prompt's ids
 * @param namesTokensById {@code token_id:N} instead of a token's text
 */
public record AnswerOptions(
        boolean streams,
        boolean includesUsage,
        boolean countsAlong,
        boolean echoes,
        boolean showsLogprobs,
        int alternatives,
        boolean returnsIds,
        boolean namesTokensById) {}
