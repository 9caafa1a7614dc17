package llamaline.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.WrongValues;
import llamaline.v1.SamplingParameters;
import org.jspecify.annotations.Nullable;

/** The sampling parameters of a call; the outside's names become the inside's here. */
final class SamplingReader {
    private static final int DEFAULT_MAX_TOKENS = 16;

    /** An answer to a question has no such short default, but it ends. */
    private static final int DEFAULT_CHAT_TOKENS = 1024;

    private static final double MAX_BIAS = 100;
    private static final double MAX_REPETITION_PENALTY = 100;
    private static final String LOGIT_BIAS = "logit_bias";
    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private final JsonFields fields;
    private final RegisteredModel model;
    private final Limits limits;
    private final LogprobsReader logprobs;
    private final RandomGenerator random;

    /**
     * @param random draws the seed where the caller gives none
     */
    SamplingReader(
            JsonFields fields,
            RegisteredModel model,
            Limits limits,
            LogprobsReader logprobs,
            RandomGenerator random) {
        this.fields = fields;
        this.model = model;
        this.limits = limits;
        this.logprobs = logprobs;
        this.random = random;
    }

    /** As the completions route names and limits them. */
    SamplingParameters read(LogprobsOptions shown) {
        SamplingParameters.Builder sampling = draws();
        boolean echoes = fields.bool("echo", false);
        logprobs.putInto(sampling, shown, echoes);
        putLengths(sampling, completionLength(echoes));
        if (sampling.getMaxNewTokens() == 0) {
            // What the worker then has to do is to score the prompt.
            sampling.setPromptLogprobs(true).setLogprobs(sampling.getLogprobs());
        }
        return sampling.build();
    }

    /** As the chat route does. */
    SamplingParameters readChat(LogprobsOptions shown) {
        SamplingParameters.Builder sampling = draws();
        logprobs.putInto(sampling, shown, false);
        putLengths(sampling, chatLength());
        return sampling.build();
    }

    private SamplingParameters.Builder draws() {
        return SamplingParameters.newBuilder()
                .setSeed(
                        fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
                                .orElseGet(random::nextLong))
                .setTemperature(fields.number("temperature", 1, 0, 2))
                .setTopP(topP())
                .setTopK(topK())
                .setMinP(fields.number("min_p", 0, 0, 1))
                .setRepetitionPenalty(repetitionPenalty())
                .setPresencePenalty(fields.number("presence_penalty", 0, -2, 2))
                .setFrequencyPenalty(fields.number("frequency_penalty", 0, -2, 2))
                .setIgnoreStopIds(fields.bool("ignore_eos", false))
                .addAllStopIds(
                        fields.ids("stop_token_ids", model.card().getVocabulary(), limits.stops()))
                .putAllLogitBias(logitBias());
    }

    private double topP() {
        double topP = fields.number("top_p", 1, 0, 1);
        if (topP == 0) {
            throw refused("top_p", "'top_p' must be above 0 and at most 1, but it is 0.");
        }
        return topP;
    }

    /** -1 and 0 switch it off. */
    private int topK() {
        return (int) Math.max(0, fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0));
    }

    private double repetitionPenalty() {
        double penalty = fields.number("repetition_penalty", 1, 0, MAX_REPETITION_PENALTY);
        if (penalty == 0) {
            throw refused("repetition_penalty", "'repetition_penalty' must be above 0.");
        }
        return penalty;
    }

    private long completionLength(boolean echoes) {
        long most = fields.integer(MAX_TOKENS, 0, Integer.MAX_VALUE).orElse(DEFAULT_MAX_TOKENS);
        if (most == 0 && !echoes) {
            throw refused(MAX_TOKENS, "'max_tokens' must be at least 1; 0 goes with 'echo' only.");
        }
        return most;
    }

    private void putLengths(SamplingParameters.Builder sampling, long most) {
        long least = fields.integer("min_tokens", 0, Integer.MAX_VALUE).orElse(0);
        if (least > most) {
            throw refused(
                    "min_tokens",
                    "'min_tokens' must be at most 'max_tokens' (%d), but it is %d."
                            .formatted(most, least));
        }
        int context = Math.max(1, model.card().getContext());
        sampling.setMaxNewTokens((int) Math.min(most, context))
                .setMinNewTokens((int) Math.min(least, context));
    }

    /** Either name will do, and both where they agree. */
    private long chatLength() {
        OptionalLong old = fields.integer(MAX_TOKENS, 1, Integer.MAX_VALUE);
        OptionalLong current = fields.integer(MAX_COMPLETION_TOKENS, 1, Integer.MAX_VALUE);
        if (old.isPresent() && current.isPresent() && !old.equals(current)) {
            throw refused(
                    MAX_TOKENS,
                    "'max_tokens' and 'max_completion_tokens' are two names of one limit; give one of them.");
        }
        return current.orElse(old.orElse(DEFAULT_CHAT_TOKENS));
    }

    private Map<Integer, Float> logitBias() {
        JsonNode object = fields.raw(LOGIT_BIAS).orElse(null);
        if (object == null) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw JsonFields.wrong(LOGIT_BIAS, "an object of token id to number", object);
        }
        Map<Integer, Float> biases = new LinkedHashMap<>();
        List<String> noIds = new ArrayList<>();
        List<String> unknownIds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Long id = idOf(entry.getKey());
            if (id == null) {
                noIds.add(WrongValues.shortened(entry.getKey()));
            } else if (id < 0 || id >= model.card().getVocabulary()) {
                unknownIds.add(entry.getKey());
            } else {
                biases.put((int) (long) id, bias(entry.getKey(), entry.getValue()));
            }
        }
        requireNone(noIds, "keys that are no integers: %s; each key must be a token id");
        String outside = "token ids that are out of vocabulary: %s; the vocabulary's size is ";
        requireNone(unknownIds, outside + model.card().getVocabulary());
        return biases;
    }

    private static @Nullable Long idOf(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static float bias(String key, JsonNode value) {
        double bias = value.doubleValue();
        if (!value.isNumber() || !(Math.abs(bias) <= MAX_BIAS)) {
            throw refused(
                    LOGIT_BIAS,
                    "'logit_bias' must map ids to numbers from -100 to 100, but that of %s is %s."
                            .formatted(key, WrongValues.described(value)));
        }
        return (float) bias;
    }

    private static void requireNone(List<String> bad, String problem) {
        if (!bad.isEmpty()) {
            String named = String.join(", ", bad);
            throw refused(LOGIT_BIAS, "'logit_bias' has " + problem.formatted(named) + ".");
        }
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
