package llamaline.worker.prompt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.contract.ReplyAddress;
import llamaline.worker.sampling.DrawKey;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.ProbabilityFilter;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;

/** Makes the prompts of the tests. */
public final class Prompts {
    public static final long FAR_AWAY = 4_000_000_000_000L;
    public static final ReplyAddress REPLY = new ReplyAddress("llamaline.tokens", 0, "gateway");

    private Prompts() {}

    public static GenerationLimits upTo(int maxNewTokens, int... stopIds) {
        return new GenerationLimits(maxNewTokens, 0, TokenIdList.of(stopIds), false);
    }

    public static Prompt greedy(String requestId, GenerationLimits limits, int... ids) {
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

    public static Prompt with(
            Prompt prompt, SamplingOptions sampling, boolean wantsPromptLogprobs) {
        return new Prompt(
                prompt.key(),
                prompt.reply(),
                prompt.delivery(),
                sampling,
                prompt.limits(),
                prompt.promptIds(),
                prompt.resumeIds(),
                wantsPromptLogprobs);
    }

    public static Prompt with(Prompt prompt, Delivery delivery) {
        return new Prompt(
                prompt.key(),
                prompt.reply(),
                delivery,
                prompt.sampling(),
                prompt.limits(),
                prompt.promptIds(),
                prompt.resumeIds(),
                prompt.wantsPromptLogprobs());
    }

    public static Prompt resumed(Prompt prompt, int attempt, TokenIdList resumeIds) {
        return new Prompt(
                new PromptKey(prompt.key().requestId(), attempt),
                prompt.reply(),
                prompt.delivery(),
                prompt.sampling(),
                prompt.limits(),
                prompt.promptIds(),
                resumeIds,
                prompt.wantsPromptLogprobs());
    }

    public static SamplingOptions drawn(
            long seed, Penalties penalties, Optional<WantedLogprobs> logprobs) {
        return new SamplingOptions(
                1.2,
                List.of(
                        new ProbabilityFilter.TopK(20),
                        new ProbabilityFilter.TopP(0.9),
                        new ProbabilityFilter.MinP(0.01)),
                penalties,
                Map.of(3, 0.5f),
                new DrawKey(seed, 0),
                logprobs);
    }

    /** Greedy, with a bias for one id, which may be one that the model does not have. */
    public static SamplingOptions biased(int id) {
        return new SamplingOptions(
                0, List.of(), Penalties.NONE, Map.of(id, 1f), new DrawKey(0, 0), Optional.empty());
    }
}
