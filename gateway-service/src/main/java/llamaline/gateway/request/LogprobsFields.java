package llamaline.gateway.request;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;

/**
 * The logprobs that a call asks for: those of its completion, as each route spells them, and those
 * of its prompt.
 *
 * @param ofCompletion whether each token of the completion has its logprob
 * @param alternatives the most likely tokens beside each
 * @param ofPrompt the same for the prompt's tokens; empty where these have no logprobs
 * @param tokenIds the alternatives, instead of the most likely ones
 * @param namesTokensById whether a token's text is {@code token_id:N}
 */
public record LogprobsFields(
        boolean ofCompletion,
        int alternatives,
        OptionalInt ofPrompt,
        List<Integer> tokenIds,
        boolean namesTokensById) {
    public static final String PROMPT_LOGPROBS = "prompt_logprobs";
    public static final String TOKEN_IDS = "logprob_token_ids";
    private static final String LOGPROBS = "logprobs";
    private static final String TOP_LOGPROBS = "top_logprobs";

    /** The completions route, and all calls over gRPC, count alternatives. */
    static LogprobsFields ofCompletion(RequestFields fields, RegisteredModel model, Limits limits) {
        OptionalLong count = fields.integer(LOGPROBS, 0, limits.logprobs());
        return read(fields, count.isPresent(), (int) count.orElse(0), model, limits);
    }

    /** The chat route has a truth value, and the count beside it. */
    static LogprobsFields ofChat(RequestFields fields, RegisteredModel model, Limits limits) {
        int alternatives = (int) fields.integer(TOP_LOGPROBS, 0, 0, limits.logprobs());
        boolean isWanted = fields.flag(LOGPROBS, false);
        if (!isWanted && alternatives > 0) {
            throw RefusedException.ofField(
                    TOP_LOGPROBS, "'top_logprobs' goes with 'logprobs': true only.");
        }
        return read(fields, isWanted, alternatives, model, limits);
    }

    /** Counts the alternatives that each token is shown with. */
    public int shownAlternatives() {
        return tokenIds.isEmpty() ? alternatives : tokenIds.size();
    }

    private static LogprobsFields read(
            RequestFields fields,
            boolean ofCompletion,
            int alternatives,
            RegisteredModel model,
            Limits limits) {
        OptionalLong ofPrompt = fields.integer(PROMPT_LOGPROBS, 0, limits.logprobs());
        return new LogprobsFields(
                ofCompletion,
                alternatives,
                ofPrompt.isPresent()
                        ? OptionalInt.of((int) ofPrompt.getAsLong())
                        : OptionalInt.empty(),
                fields.tokenIds(TOKEN_IDS, model.vocabulary(), limits.logprobs()),
                fields.flag("return_tokens_as_token_ids", false));
    }
}
