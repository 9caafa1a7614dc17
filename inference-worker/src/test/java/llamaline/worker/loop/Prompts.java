package llamaline.worker.loop;

import java.util.Map;
import java.util.Optional;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.ReplyAddress;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.DrawKey;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;

/** Prompts as tests need them. */
final class Prompts {
    static final long FAR_AWAY = 4_000_000_000_000L;
    static final ReplyAddress REPLY = new ReplyAddress("llamaline.tokens", 0, "gateway");

    private Prompts() {}

    static GenerationLimits upTo(int maxNewTokens, int... stopIds) {
        return new GenerationLimits(maxNewTokens, 0, TokenIdList.of(stopIds), false);
    }

    static Prompt greedy(String requestId, GenerationLimits limits, int... ids) {
        return new Prompt(
                new PromptKey(requestId, 1),
                REPLY,
                new Delivery(0, FAR_AWAY, 1),
                SamplingOptions.greedy(),
                limits,
                TokenIdList.of(ids),
                TokenIdList.NONE,
                false);
    }

    static Prompt with(Prompt prompt, SamplingOptions sampling, boolean scoresPrompt) {
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

    static Prompt resumed(Prompt prompt, int attempt, TokenIdList resumeIds) {
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

    static SamplingOptions drawn(
            long seed, Penalties penalties, Optional<WantedLogprobs> logprobs) {
        return new SamplingOptions(
                1.2, 20, 0.9, 0.01, penalties, Map.of(3, 0.5f), new DrawKey(seed, 0), logprobs);
    }
}
