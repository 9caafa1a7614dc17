package llamaline.worker.schedule;

import java.util.Map;
import java.util.Optional;
import llamaline.worker.sampling.DrawKey;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.SamplingParameters;
import llamaline.worker.sampling.WantedLogprobs;

/** Prompts as tests need them. */
final class Prompts {
    static final long FAR_AWAY = 4_000_000_000_000L;
    static final ReplyAddress REPLY = new ReplyAddress("llamaline.tokens", 0, "gateway");

    private Prompts() {}

    static GenerationLimits upTo(int maxNewTokens, int... stopIds) {
        return new GenerationLimits(maxNewTokens, 0, TokenIds.of(stopIds), false);
    }

    static Prompt greedy(String requestId, GenerationLimits limits, int... ids) {
        return new Prompt(
                new PromptKey(requestId, 1),
                REPLY,
                new Delivery(0, FAR_AWAY, 1),
                SamplingParameters.greedy(),
                limits,
                TokenIds.of(ids),
                TokenIds.NONE,
                false);
    }

    static Prompt with(Prompt prompt, SamplingParameters sampling, boolean scoresPrompt) {
        return new Prompt(
                prompt.key(),
                prompt.reply(),
                prompt.delivery(),
                sampling,
                prompt.limits(),
                prompt.promptIds(),
                prompt.resumeIds(),
                scoresPrompt);
    }

    static Prompt with(Prompt prompt, Delivery delivery) {
        return new Prompt(
                prompt.key(),
                prompt.reply(),
                delivery,
                prompt.sampling(),
                prompt.limits(),
                prompt.promptIds(),
                prompt.resumeIds(),
                prompt.scoresPrompt());
    }

    static Prompt resumed(Prompt prompt, int attempt, TokenIds resumeIds) {
        return new Prompt(
                new PromptKey(prompt.key().requestId(), attempt),
                prompt.reply(),
                prompt.delivery(),
                prompt.sampling(),
                prompt.limits(),
                prompt.promptIds(),
                resumeIds,
                prompt.scoresPrompt());
    }

    static SamplingParameters drawn(
            long seed, Penalties penalties, Optional<WantedLogprobs> logprobs) {
        return new SamplingParameters(
                1.2, 20, 0.9, 0.01, penalties, Map.of(3, 0.5f), new DrawKey(seed, 0), logprobs);
    }
}
