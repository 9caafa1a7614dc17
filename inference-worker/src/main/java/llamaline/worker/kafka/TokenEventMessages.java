package llamaline.worker.kafka;

import llamaline.v1.Admitted;
import llamaline.v1.Alive;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.Finished;
import llamaline.v1.PromptLogprobs;
import llamaline.v1.TokenEvent;
import llamaline.v1.Tokens;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.event.StepEvent;
import llamaline.worker.sampling.RankedLogprob;
import llamaline.worker.sampling.SampledLogprobs;

/** The decode loop's events as the contract's messages. */
final class TokenEventMessages {
    private TokenEventMessages() {}

    static TokenEvent of(StepEvent step) {
        TokenEvent.Builder message =
                TokenEvent.newBuilder()
                        .setRequestId(step.key().requestId())
                        .setAttempt(step.key().attempt())
                        .setGatewayId(step.reply().gatewayId());
        switch (step.event()) {
            case SequenceEvent.Admitted(int cached, long queueMillis) ->
                    message.setAdmitted(
                            Admitted.newBuilder()
                                    .setCachedTokens(cached)
                                    .setQueueMillis(queueMillis));
            case SequenceEvent.PromptLogprobs logprobs -> message.setPromptLogprobs(of(logprobs));
            case SequenceEvent.Token token -> message.setTokens(of(token));
            case SequenceEvent.Finished finished ->
                    message.setFinished(
                            Finished.newBuilder()
                                    .setReason(of(finished.reason()))
                                    .setTimings(of(finished.timings())));
            case SequenceEvent.Failed(SequenceFailure failure, SequenceTimings timings) ->
                    message.setFinished(
                            Finished.newBuilder().setFailure(of(failure)).setTimings(of(timings)));
            case SequenceEvent.Alive() -> message.setAlive(Alive.getDefaultInstance());
        }
        return message.build();
    }

    private static PromptLogprobs of(SequenceEvent.PromptLogprobs logprobs) {
        PromptLogprobs.Builder message =
                PromptLogprobs.newBuilder().setFirstIndex(logprobs.firstIndex());
        logprobs.logprobs().forEach(each -> message.addLogprobs(of(each)));
        return message.build();
    }

    private static Tokens of(SequenceEvent.Token token) {
        Tokens.Builder message =
                Tokens.newBuilder().setFirstIndex(token.index()).addIds(token.id());
        token.logprobs().ifPresent(logprobs -> message.addLogprobs(of(logprobs)));
        return message.build();
    }

    private static llamaline.v1.TokenLogprobs of(SampledLogprobs logprobs) {
        llamaline.v1.TokenLogprobs.Builder message =
                llamaline.v1.TokenLogprobs.newBuilder()
                        .setId(logprobs.id())
                        .setLogprob(logprobs.logprob())
                        .setRank(logprobs.rank());
        for (RankedLogprob top : logprobs.top()) {
            message.addTop(
                    llamaline.v1.TopLogprob.newBuilder().setId(top.id()).setLogprob(top.logprob()));
        }
        return message.build();
    }

    private static llamaline.v1.Failure of(SequenceFailure failure) {
        return llamaline.v1.Failure.newBuilder()
                .setCode(of(failure.code()))
                .setMessage(failure.message())
                .setParam(failure.param())
                .build();
    }

    private static llamaline.v1.Timings of(SequenceTimings timings) {
        return llamaline.v1.Timings.newBuilder()
                .setQueueMillis(timings.queueMillis())
                .setPrefillMillis(timings.prefillMillis())
                .setDecodeMillis(timings.decodeMillis())
                .build();
    }

    private static FinishReason of(SequenceFinishReason reason) {
        return switch (reason) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
        };
    }

    private static ErrorCode of(SequenceErrorCode code) {
        return switch (code) {
            case INVALID_PROMPT -> ErrorCode.INVALID_PROMPT;
            case CONTEXT_LENGTH_EXCEEDED -> ErrorCode.CONTEXT_LENGTH_EXCEEDED;
            case TOKEN_OUT_OF_VOCABULARY -> ErrorCode.TOKEN_OUT_OF_VOCABULARY;
            case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
            case TOO_MANY_DELIVERIES -> ErrorCode.TOO_MANY_DELIVERIES;
            case INTERNAL -> ErrorCode.INTERNAL;
            case WORKER_STOPPING -> ErrorCode.WORKER_STOPPING;
        };
    }
}
