package llamaline.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.v1.SamplingParameters;
import org.jspecify.annotations.Nullable;

/**
 * From a call's JSON to a valid {@link CompletionCall}. The only place that knows the outside's
 * names and limits of fields. Stateless but for what it is given.
 */
public final class RequestValidator {
    private static final String STOP = "stop";
    private static final String STREAM_OPTIONS = "stream_options";

    /** How often a prompt as large as a body may be published for one call. */
    private static final int COPIES = 4;

    private final ModelRegistry models;
    private final Limits limits;
    private final RandomGenerator random;

    /**
     * Checks against what is served and allowed.
     *
     * @param random draws seeds
     */
    public RequestValidator(ModelRegistry models, Limits limits, RandomGenerator random) {
        this.models = models;
        this.limits = limits;
        this.random = random;
    }

    /**
     * A call of the completions route.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public CompletionCall completion(JsonNode body) {
        JsonFields fields = JsonFields.ofBody(body);
        RegisteredModel model = models.choose(fields.text("model").orElse(null));
        UnsupportedFields.OF_COMPLETIONS.refuse(fields);
        LogprobsReader logprobs = new LogprobsReader(fields, model, limits);
        LogprobsOptions shown = logprobs.ofCompletion();
        SamplingParameters sampling = sampling(fields, model, logprobs).read(shown);
        int n = choices(fields);
        fields.text("user");
        CompletionOptions options = options(fields, shown);
        DetokenizerOptions rules = rules(fields);
        PromptTruncation truncation = truncation(fields, model, sampling);
        List<CallPrompt> prompts =
                new CompletionPromptReader(fields, model, truncation).read(limits.requests() / n);
        requireSize(prompts, n);
        models.requireLive(model);
        return new CompletionCall(model, prompts, n, sampling, truncation, rules, options);
    }

    /**
     * A call of the chat route.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public CompletionCall chat(JsonNode body) {
        JsonFields fields = JsonFields.ofBody(body);
        RegisteredModel model = models.choose(fields.text("model").orElse(null));
        models.requireChat(model);
        boolean continues = continues(fields);
        UnsupportedFields.OF_CHATS.refuse(fields);
        LogprobsReader logprobs = new LogprobsReader(fields, model, limits);
        LogprobsOptions shown = logprobs.ofChat();
        SamplingParameters sampling = sampling(fields, model, logprobs).readChat(shown);
        int n = choices(fields);
        fields.text("user");
        CompletionOptions options = options(fields, shown);
        DetokenizerOptions rules = rules(fields);
        PromptTruncation truncation = truncation(fields, model, sampling);
        boolean framed = fields.bool("add_special_tokens", false);
        List<CallPrompt> prompts =
                List.of(new CallPrompt.Chat(new MessagesReader(fields).read(), continues, framed));
        requireSize(prompts, n);
        models.requireLive(model);
        return new CompletionCall(model, prompts, n, sampling, truncation, rules, options);
    }

    private SamplingReader sampling(
            JsonFields fields, RegisteredModel model, LogprobsReader logprobs) {
        return new SamplingReader(fields, model, limits, logprobs, random);
    }

    private DetokenizerOptions rules(JsonFields fields) {
        return new DetokenizerOptions(
                stops(fields.raw(STOP).orElse(null)),
                fields.bool("include_stop_str_in_output", false),
                fields.bool("skip_special_tokens", true));
    }

    private static PromptTruncation truncation(
            JsonFields fields, RegisteredModel model, SamplingParameters sampling) {
        return PromptTruncation.read(fields, model.card().getContext(), sampling.getMaxNewTokens());
    }

    /** Whether the last message is an answer to go on with. */
    private static boolean continues(JsonFields fields) {
        boolean continues = fields.bool("continue_final_message", false);
        // The templates end with the beginning of an answer, whatever this says.
        boolean begins = fields.bool("add_generation_prompt", false);
        if (continues && begins) {
            throw new RefusedException(
                    Refusal.ofField(
                            "continue_final_message",
                            "'continue_final_message' and 'add_generation_prompt' cannot both be true."));
        }
        return continues;
    }

    private int choices(JsonFields fields) {
        long n = fields.integer("n", 1, limits.requests()).orElse(1);
        long bestOf = fields.integer("best_of", 1, Integer.MAX_VALUE).orElse(n);
        if (bestOf != n) {
            throw new RefusedException(
                    Refusal.ofField(
                            "best_of",
                            "'best_of' is supported only where it equals 'n' (%d), but it is %d."
                                    .formatted(n, bestOf)));
        }
        return (int) n;
    }

    /** Each choice is a request of its own, with a copy of its prompt. */
    private void requireSize(List<CallPrompt> prompts, int n) {
        long length = n * prompts.stream().mapToLong(CallPrompt::length).sum();
        long most = COPIES * limits.bodyBytes();
        if (length > most) {
            throw new RefusedException(
                    Refusal.ofField(
                            "n",
                            "The prompts times 'n' have %d characters or ids; at most %d are allowed."
                                    .formatted(length, most)));
        }
    }

    private static CompletionOptions options(JsonFields fields, LogprobsOptions logprobs) {
        boolean streams = fields.bool("stream", false);
        JsonNode options = fields.raw(STREAM_OPTIONS).orElse(null);
        boolean includesUsage = false;
        boolean countsAlong = false;
        if (options != null) {
            if (!streams || !options.isObject()) {
                throw JsonFields.wrong(
                        STREAM_OPTIONS, "an object, and goes with 'stream': true only", options);
            }
            JsonFields inner = new JsonFields(options);
            includesUsage = inner.bool("include_usage", false);
            // A call that wants no counts at the end wants none along the way, as in vLLM.
            countsAlong = inner.bool("continuous_usage_stats", false) && includesUsage;
        }
        return new CompletionOptions(
                streams,
                includesUsage,
                countsAlong,
                fields.bool("echo", false),
                logprobs,
                fields.bool("return_token_ids", false));
    }

    private List<String> stops(@Nullable JsonNode stop) {
        if (stop == null) {
            return List.of();
        }
        if (stop.isTextual()) {
            return List.of(stopString(stop));
        }
        if (!stop.isArray()) {
            throw JsonFields.wrong(STOP, "a string or a list of strings", stop);
        }
        if (stop.size() > limits.stops()) {
            throw new RefusedException(
                    Refusal.ofField(
                            STOP,
                            "'stop' has %d strings; at most %d are allowed."
                                    .formatted(stop.size(), limits.stops())));
        }
        List<String> stops = new ArrayList<>();
        stop.forEach(item -> stops.add(stopString(item)));
        return stops;
    }

    private String stopString(JsonNode item) {
        if (!item.isTextual()) {
            throw JsonFields.wrong(STOP, "a string or a list of strings", item);
        }
        String stop = item.textValue();
        JsonFields.requireUnicode(STOP, stop);
        if (stop.isEmpty() || stop.length() > limits.stopLength()) {
            throw new RefusedException(
                    Refusal.ofField(
                            STOP,
                            "A string of 'stop' has %d characters; 1 to %d are allowed."
                                    .formatted(stop.length(), limits.stopLength())));
        }
        return stop;
    }
}
