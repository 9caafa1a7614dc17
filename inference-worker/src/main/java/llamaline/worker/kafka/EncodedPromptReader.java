package llamaline.worker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.contract.Names;
import llamaline.contract.ReplyAddress;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.SamplingParameters;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.DrawKey;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.ProbabilityFilter;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * Parses prompts at the edge: Kafka is a public way in, so nothing is taken on trust. Behind it all
 * ids are in the vocabulary and all numbers in their ranges.
 */
final class EncodedPromptReader {
    private static final int MOST_LOGPROBS = 20;

    private final String model;
    private final int vocabulary;

    /**
     * @param vocabulary ids in [0, vocabulary)
     */
    EncodedPromptReader(String model, int vocabulary) {
        this.model = model;
        this.vocabulary = vocabulary;
    }

    /**
     * @param deliveryCount how often the record was handed to a worker, this time included
     */
    ReadPrompt read(@Nullable EncodedPrompt message, int deliveryCount) {
        if (message == null) {
            return new ReadPrompt.Malformed("not an EncodedPrompt");
        }
        if (!Names.isName(message.getRequestId()) || message.getAttempt() < 1) {
            return new ReadPrompt.Malformed("request_id or attempt is missing");
        }
        Optional<ReplyAddress> reply = ReplyAddress.of(message.getReplyTo());
        if (reply.isEmpty()) {
            return new ReadPrompt.Malformed(ReplyAddress.MISSING);
        }
        var key = new PromptKey(message.getRequestId(), message.getAttempt());
        Optional<SequenceFailure> failure = firstFailure(message);
        if (failure.isPresent()) {
            return new ReadPrompt.Invalid(key, reply.get(), failure.get());
        }
        return new ReadPrompt.Valid(prompt(message, key, reply.get(), deliveryCount));
    }

    private Optional<SequenceFailure> firstFailure(EncodedPrompt message) {
        if (!message.getModel().equals(model)) {
            return invalid("model", "This worker serves the model '" + model + "' only.");
        }
        if (message.getPromptIdsCount() == 0) {
            return invalid("prompt", "The prompt has no ids; at least one is needed.");
        }
        return outside(message.getPromptIdsList(), "prompt")
                .or(() -> outside(message.getResumeIdsList(), "resume"))
                .or(() -> firstSamplingFailure(message.getSampling()));
    }

    private Optional<SequenceFailure> outside(Iterable<Integer> ids, String param) {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                String message =
                        "A token id of '%s' is outside the vocabulary: allowed are 0 to %d, got %d."
                                .formatted(param, vocabulary - 1, id);
                return Optional.of(
                        new SequenceFailure(
                                SequenceErrorCode.TOKEN_OUT_OF_VOCABULARY, message, param));
            }
        }
        return Optional.empty();
    }

    private Optional<SequenceFailure> firstSamplingFailure(SamplingParameters s) {
        return SamplingRanges.first(
                        List.of(
                                SamplingRanges.atLeast("temperature", s.getTemperature(), 0),
                                SamplingRanges.within("top_p", s.getTopP(), Double.MIN_VALUE, 1),
                                SamplingRanges.atLeast("top_k", s.getTopK(), 0),
                                SamplingRanges.within("min_p", s.getMinP(), 0, 1),
                                SamplingRanges.atLeast(
                                        "repetition_penalty",
                                        s.getRepetitionPenalty(),
                                        Double.MIN_VALUE),
                                SamplingRanges.within(
                                        "presence_penalty", s.getPresencePenalty(), -2, 2),
                                SamplingRanges.within(
                                        "frequency_penalty", s.getFrequencyPenalty(), -2, 2),
                                SamplingRanges.within(
                                        "logprobs", s.getLogprobs(), 0, MOST_LOGPROBS),
                                SamplingRanges.within(
                                        "logprob_token_ids",
                                        s.getLogprobIdsCount(),
                                        0,
                                        MOST_LOGPROBS),
                                SamplingRanges.atLeast("max_tokens", s.getMaxNewTokens(), 0),
                                SamplingRanges.atLeast("min_tokens", s.getMinNewTokens(), 0)))
                .or(() -> outside(s.getLogitBiasMap().keySet(), "logit_bias"))
                .or(() -> outside(s.getLogprobIdsList(), "logprob_token_ids"))
                .or(() -> biasFailure(s.getLogitBiasMap()));
    }

    private static Optional<SequenceFailure> biasFailure(Map<Integer, Float> bias) {
        boolean isFinite = bias.values().stream().allMatch(Float::isFinite);
        return isFinite
                ? Optional.empty()
                : invalid("logit_bias", "'logit_bias' must hold finite numbers.");
    }

    private static Optional<SequenceFailure> invalid(String param, String message) {
        return Optional.of(new SequenceFailure(SequenceErrorCode.INVALID_PROMPT, message, param));
    }

    private Prompt prompt(
            EncodedPrompt message, PromptKey key, ReplyAddress reply, int deliveryCount) {
        var delivery =
                new Delivery(
                        message.getPublishedEpochMillis(),
                        message.getDeadlineEpochMillis(),
                        deliveryCount);
        return new Prompt(
                key,
                reply,
                delivery,
                sampling(message),
                limits(message),
                TokenIdList.of(message.getPromptIdsList()),
                TokenIdList.of(message.getResumeIdsList()),
                message.getSampling().getPromptLogprobs());
    }

    private static SamplingOptions sampling(EncodedPrompt message) {
        SamplingParameters s = message.getSampling();
        var penalties =
                new Penalties(
                        s.getRepetitionPenalty(), s.getPresencePenalty(), s.getFrequencyPenalty());
        return new SamplingOptions(
                s.getTemperature(),
                filters(s),
                penalties,
                s.getLogitBiasMap(),
                new DrawKey(s.getSeed(), message.getChoice()),
                s.hasLogprobs()
                        ? Optional.of(new WantedLogprobs(s.getLogprobs(), s.getLogprobIdsList()))
                        : Optional.empty());
    }

    /** The filters that are on, in Hugging Face's order. */
    private static List<ProbabilityFilter> filters(SamplingParameters s) {
        List<ProbabilityFilter> filters = new ArrayList<>();
        if (s.getTopK() > 0) {
            filters.add(new ProbabilityFilter.TopK(s.getTopK()));
        }
        if (s.getTopP() < 1) {
            filters.add(new ProbabilityFilter.TopP(s.getTopP()));
        }
        if (s.getMinP() > 0) {
            filters.add(new ProbabilityFilter.MinP(s.getMinP()));
        }
        return filters;
    }

    /** A stop id that the model does not have never comes; it is left out. */
    private GenerationLimits limits(EncodedPrompt message) {
        List<Integer> stopIds =
                message.getStopIdsList().stream().filter(id -> id >= 0 && id < vocabulary).toList();
        return new GenerationLimits(
                message.getSampling().getMaxNewTokens(),
                message.getSampling().getMinNewTokens(),
                TokenIdList.of(stopIds),
                message.getSampling().getIgnoreStopIds());
    }
}
