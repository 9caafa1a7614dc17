package llamaline.gateway.validation;

import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.ChatRequest;
import llamaline.gateway.request.CompletionPrompt;
import llamaline.gateway.request.CompletionRequest;
import llamaline.gateway.request.GenerationFields;
import llamaline.gateway.request.LengthFields;
import llamaline.gateway.request.LogprobsFields;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.request.Spelling;
import llamaline.gateway.request.StreamFields;
import llamaline.gateway.request.UnsupportedFields;

/**
 * From a call's fields to a valid {@link CompletionCall}: reads them into a typed request, and
 * checks what goes together. Stateless but for what it is given.
 */
public final class RequestValidator {
    /** A prompt as large as a body may be published so often for one call. */
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
     * Checks a completion's call.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public CompletionCall completion(RequestFields fields, Spelling spelling) {
        RegisteredModel model = models.choose(PromptFields.model(fields).orElse(null));
        UnsupportedFields.OF_COMPLETIONS.refuse(fields);
        return checked(CompletionRequest.read(fields, spelling, model, limits));
    }

    /**
     * Checks a chat's call.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public CompletionCall chat(RequestFields fields, Spelling spelling) {
        RegisteredModel model = models.choose(PromptFields.model(fields).orElse(null));
        models.requireChat(model);
        UnsupportedFields.OF_CHATS.refuse(fields);
        return checked(ChatRequest.read(fields, spelling, model, limits));
    }

    private CompletionCall checked(CompletionRequest request) {
        GenerationFields generation = request.generation();
        if (generation.lengths().maxTokens() == 0 && !generation.echo()) {
            throw RefusedException.ofField(
                    LengthFields.MAX_TOKENS,
                    "'max_tokens' must be at least 1; 0 goes with 'echo' only.");
        }
        requireTogether(generation, generation.echo());
        int most = limits.requests() / generation.n();
        if (request.prompt().count() > most) {
            throw RefusedException.ofField(
                    CompletionPrompt.PROMPT,
                    "'prompt' has %d prompts; prompts times n may be at most the gateway's limit, which leaves %d here."
                            .formatted(request.prompt().count(), most));
        }
        PromptTruncation truncation = truncation(request.model(), generation);
        List<CallPrompt> prompts = new CallPrompts(request, truncation).checked();
        return call(request.model(), generation, prompts, generation.echo());
    }

    private CompletionCall checked(ChatRequest request) {
        requireTogether(request.generation(), false);
        CallPrompt prompt =
                new CallPrompt.Chat(
                        request.chat().messages(),
                        request.chat().continueFinalMessage(),
                        request.addSpecialTokens());
        return call(request.model(), request.generation(), List.of(prompt), false);
    }

    private CompletionCall call(
            RegisteredModel model,
            GenerationFields generation,
            List<CallPrompt> prompts,
            boolean echoesPrompt) {
        requireSize(prompts, generation.n());
        models.requireLive(model);
        LengthFields lengths = lengths(model, generation);
        return new CompletionCall(
                model,
                prompts,
                generation.n(),
                generation.sampling().seed().orElseGet(random::nextLong),
                generation.sampling(),
                lengths,
                RequestedLogprobs.of(generation.logprobs(), echoesPrompt, lengths.maxTokens() > 0),
                truncation(model, generation),
                generation.text(),
                options(generation));
    }

    /** Lengths that the context holds: a caller may ask for more. */
    private static LengthFields lengths(RegisteredModel model, GenerationFields generation) {
        int context = Math.max(1, model.context());
        return new LengthFields(
                Math.min(generation.lengths().maxTokens(), context),
                Math.min(generation.lengths().minTokens(), context));
    }

    private static PromptTruncation truncation(RegisteredModel model, GenerationFields generation) {
        int length = lengths(model, generation).maxTokens();
        return PromptTruncation.of(generation.truncation(), model.context(), length);
    }

    private static CompletionOptions options(GenerationFields generation) {
        LogprobsFields logprobs = generation.logprobs();
        return new CompletionOptions(
                generation.stream().streams(),
                generation.stream().includesUsage(),
                generation.stream().countsAlong(),
                generation.echo(),
                new LogprobsOptions(
                        logprobs.ofCompletion(),
                        logprobs.shownAlternatives(),
                        logprobs.ofPrompt(),
                        logprobs.namesTokensById()),
                generation.returnsTokenIds());
    }

    private static void requireTogether(GenerationFields generation, boolean echoes) {
        requireTogether(generation.logprobs(), generation.stream(), echoes);
        LengthFields lengths = generation.lengths();
        if (lengths.minTokens() > lengths.maxTokens()) {
            throw RefusedException.ofField(
                    LengthFields.MIN_TOKENS,
                    "'min_tokens' must be at most 'max_tokens' (%d), but it is %d."
                            .formatted(lengths.maxTokens(), lengths.minTokens()));
        }
        if (generation.bestOf() != generation.n()) {
            throw RefusedException.ofField(
                    GenerationFields.BEST_OF,
                    "'best_of' is supported only where it equals 'n' (%d), but it is %d."
                            .formatted(generation.n(), generation.bestOf()));
        }
    }

    private static void requireTogether(
            LogprobsFields logprobs, StreamFields stream, boolean echoes) {
        boolean ofPrompt = logprobs.ofPrompt().isPresent();
        boolean namesIds = !logprobs.tokenIds().isEmpty();
        if (namesIds && !logprobs.ofCompletion()) {
            throw RefusedException.ofField(
                    LogprobsFields.TOKEN_IDS, "'logprob_token_ids' goes with 'logprobs' only.");
        }
        if (ofPrompt && stream.streams()) {
            throw RefusedException.ofField(
                    LogprobsFields.PROMPT_LOGPROBS,
                    "'prompt_logprobs' does not go with 'stream': true.");
        }
        if (namesIds && (ofPrompt || echoes)) {
            throw RefusedException.ofField(
                    LogprobsFields.TOKEN_IDS,
                    "'logprob_token_ids' and logprobs of the prompt do not go together.");
        }
    }

    /** Each choice is a request of its own, with a copy of its prompt. */
    private void requireSize(List<CallPrompt> prompts, int n) {
        long length = n * prompts.stream().mapToLong(CallPrompt::length).sum();
        long most = COPIES * limits.bodyBytes();
        if (length > most) {
            throw RefusedException.ofField(
                    GenerationFields.N,
                    "The prompts times 'n' have %d characters or ids; at most %d are allowed."
                            .formatted(length, most));
        }
    }
}
