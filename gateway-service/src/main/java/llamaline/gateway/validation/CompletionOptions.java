package llamaline.gateway.validation;

/**
 * How the answer is to look.
 *
 * @param streams as server-sent events
 * @param includesUsage a last chunk with the counts
 * @param countsAlong the counts in every chunk
 * @param echoes the prompt stands before the completion
 * @param logprobs with each token's logprob and alternatives
 * @param returnsIds each choice's and its prompt's ids
 */
public record CompletionOptions(
        boolean streams,
        boolean includesUsage,
        boolean countsAlong,
        boolean echoes,
        LogprobsOptions logprobs,
        boolean returnsIds) {
    /** Whether each token is shown with its logprob and alternatives. */
    public boolean showsLogprobs() {
        return logprobs.ofAnswer();
    }
}
