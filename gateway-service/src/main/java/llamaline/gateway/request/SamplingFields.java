package llamaline.gateway.request;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;

/**
 * The sampling parameters of a call. {@code GenerationRequests} passes them on to the worker; no
 * other class of the gateway knows them.
 *
 * @param seed empty where the gateway draws it
 * @param temperature 0 is greedy
 * @param topP in (0, 1]
 * @param topK 0 switches it off
 * @param minP in [0, 1], of the most likely token's probability
 * @param repetitionPenalty above 0; 1 changes nothing
 * @param presencePenalty subtracted once from the logit of each token that the completion has
 * @param frequencyPenalty subtracted as often as the completion has the token
 * @param ignoreEos whether the model's own end tokens do not end a completion
 * @param stopTokenIds further ids that end it
 * @param logitBias added to logits, by token id
 */
public record SamplingFields(
        OptionalLong seed,
        double temperature,
        double topP,
        int topK,
        double minP,
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        boolean ignoreEos,
        List<Integer> stopTokenIds,
        Map<Integer, Float> logitBias) {
    private static final double MAX_REPETITION_PENALTY = 100;

    static SamplingFields read(RequestFields fields, RegisteredModel model, Limits limits) {
        return new SamplingFields(
                fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                fields.number("temperature", 1, 0, 2),
                topP(fields),
                // -1 and 0 switch it off.
                (int) Math.max(0, fields.integer("top_k", 0, -1, Integer.MAX_VALUE)),
                fields.number("min_p", 0, 0, 1),
                repetitionPenalty(fields),
                fields.number("presence_penalty", 0, -2, 2),
                fields.number("frequency_penalty", 0, -2, 2),
                fields.flag("ignore_eos", false),
                fields.tokenIds("stop_token_ids", model.vocabulary(), limits.stops()),
                LogitBias.read(fields, model.vocabulary()));
    }

    private static double topP(RequestFields fields) {
        double topP = fields.number("top_p", 1, 0, 1);
        if (topP == 0) {
            throw RefusedException.ofField(
                    "top_p", "'top_p' must be above 0 and at most 1, but it is 0.");
        }
        return topP;
    }

    private static double repetitionPenalty(RequestFields fields) {
        double penalty = fields.number("repetition_penalty", 1, 0, MAX_REPETITION_PENALTY);
        if (penalty == 0) {
            throw RefusedException.ofField(
                    "repetition_penalty", "'repetition_penalty' must be above 0.");
        }
        return penalty;
    }
}
