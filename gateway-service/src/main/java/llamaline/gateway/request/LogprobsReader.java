package llamaline.gateway.request;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.v1.SamplingParameters;

/** Which logprobs a call asks for: of its answer, as each route names them, and of its prompt. */
final class LogprobsReader {
    private static final String LOGPROBS = "logprobs";
    private static final String TOP_LOGPROBS = "top_logprobs";
    private static final String PROMPT_LOGPROBS = "prompt_logprobs";
    private static final String NAMED_IDS = "logprob_token_ids";

    private final JsonFields fields;
    private final Limits limits;
    private final List<Integer> namedIds;

    LogprobsReader(JsonFields fields, RegisteredModel model, Limits limits) {
        this.fields = fields;
        this.limits = limits;
        this.namedIds = fields.ids(NAMED_IDS, model.card().getVocabulary(), limits.logprobs());
    }

    /** The completions route counts alternatives. */
    LogprobsOptions ofCompletion() {
        OptionalLong count = fields.integer(LOGPROBS, 0, limits.logprobs());
        return shown(count.isPresent(), (int) count.orElse(0));
    }

    /** The chat route has a truth value, and the count beside it. */
    LogprobsOptions ofChat() {
        int alternatives = (int) fields.integer(TOP_LOGPROBS, 0, limits.logprobs()).orElse(0);
        boolean shows = fields.bool(LOGPROBS, false);
        if (!shows && alternatives > 0) {
            throw refused(TOP_LOGPROBS, "'top_logprobs' goes with 'logprobs': true only.");
        }
        return shown(shows, alternatives);
    }

    /** Asks the worker for enough to show. */
    void putInto(SamplingParameters.Builder sampling, LogprobsOptions shown, boolean echoes) {
        boolean scores = shown.ofPrompt().isPresent() || (echoes && shown.ofAnswer());
        if (shown.ofAnswer() || scores) {
            sampling.setLogprobs(Math.max(shown.alternatives(), shown.ofPrompt().orElse(0)))
                    .addAllLogprobIds(namedIds);
        }
        if (scores) {
            sampling.setPromptLogprobs(true);
            if (!namedIds.isEmpty()) {
                throw refused(
                        NAMED_IDS,
                        "'logprob_token_ids' and logprobs of the prompt do not go together.");
            }
        }
    }

    private LogprobsOptions shown(boolean ofAnswer, int alternatives) {
        if (!namedIds.isEmpty() && !ofAnswer) {
            throw refused(NAMED_IDS, "'logprob_token_ids' goes with 'logprobs' only.");
        }
        return new LogprobsOptions(
                ofAnswer,
                namedIds.isEmpty() ? alternatives : namedIds.size(),
                ofPrompt(),
                fields.bool("return_tokens_as_token_ids", false));
    }

    private OptionalInt ofPrompt() {
        OptionalLong count = fields.integer(PROMPT_LOGPROBS, 0, limits.logprobs());
        if (count.isEmpty()) {
            return OptionalInt.empty();
        }
        if (fields.bool("stream", false)) {
            throw refused(PROMPT_LOGPROBS, "'prompt_logprobs' does not go with 'stream': true.");
        }
        return OptionalInt.of((int) count.getAsLong());
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
