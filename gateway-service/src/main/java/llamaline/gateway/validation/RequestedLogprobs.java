package llamaline.gateway.validation;

import java.util.List;
import java.util.OptionalInt;
import llamaline.gateway.request.LogprobsFields;

/**
 * The logprobs that a worker is asked for: enough for all that the caller is shown.
 *
 * @param alternatives for each token; empty where no token has logprobs
 * @param ofPrompt whether the prompt's tokens have them too
 * @param tokenIds the alternatives, instead of the most likely ones
 */
public record RequestedLogprobs(
        OptionalInt alternatives, boolean ofPrompt, List<Integer> tokenIds) {
    public RequestedLogprobs {
        tokenIds = List.copyOf(tokenIds);
    }

    static RequestedLogprobs of(LogprobsFields fields, boolean echoes, boolean completes) {
        boolean ofPrompt = fields.ofPrompt().isPresent() || (echoes && fields.ofCompletion());
        if (!fields.ofCompletion() && !ofPrompt) {
            // Without a completion, what the worker then has to do is to score the prompt.
            return completes
                    ? new RequestedLogprobs(OptionalInt.empty(), false, List.of())
                    : new RequestedLogprobs(OptionalInt.of(0), true, List.of());
        }
        int alternatives = Math.max(fields.shownAlternatives(), fields.ofPrompt().orElse(0));
        return new RequestedLogprobs(
                OptionalInt.of(alternatives), ofPrompt || !completes, fields.tokenIds());
    }
}
