package llamaline.gateway.validation;

/**
 * The form in which a completion is answered.
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
    /** Tells whether each token is shown with its logprob and alternatives. */
    public boolean showsLogprobs() {
        return logprobs.ofAnswer();
    }
}
