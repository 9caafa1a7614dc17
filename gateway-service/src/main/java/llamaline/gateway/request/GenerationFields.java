package llamaline.gateway.request;

import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.text.DetokenizerOptions;
import org.jspecify.annotations.Nullable;

/**
 * The fields that completions and chats have in common: how tokens are chosen, and what callers get
 * of them.
 *
 * @param n choices for each prompt
 * @param bestOf choices that are generated for them
 * @param user the caller's user, which changes nothing
 * @param echo whether the prompt stands before a completion; in a chat, the message that goes on
 * @param returnsTokenIds whether each choice has its ids, and its prompt's
 */
public record GenerationFields(
        SamplingFields sampling,
        LengthFields lengths,
        LogprobsFields logprobs,
        int n,
        int bestOf,
        @Nullable String user,
        StreamFields stream,
        boolean echo,
        boolean returnsTokenIds,
        DetokenizerOptions text,
        TruncationFields truncation) {
    public static final String N = "n";
    public static final String ECHO = "echo";
    public static final String BEST_OF = "best_of";

    static GenerationFields read(
            RequestFields fields,
            LengthFields lengths,
            LogprobsFields logprobs,
            RegisteredModel model,
            Limits limits) {
        int n = (int) fields.integer(N, 1, 1, limits.requests());
        return new GenerationFields(
                SamplingFields.read(fields, model, limits),
                lengths,
                logprobs,
                n,
                (int) fields.integer(BEST_OF, 1, Integer.MAX_VALUE).orElse(n),
                fields.text("user").orElse(null),
                StreamFields.read(fields),
                fields.flag(ECHO, false),
                fields.flag("return_token_ids", false),
                TextFields.read(fields, limits),
                TruncationFields.read(fields));
    }
}
