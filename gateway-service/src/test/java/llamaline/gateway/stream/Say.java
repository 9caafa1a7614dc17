package llamaline.gateway.stream;

import java.util.List;
import llamaline.v1.Admitted;
import llamaline.v1.Alive;
import llamaline.v1.Encoded;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.Finished;
import llamaline.v1.GenerationRequest;
import llamaline.v1.PromptLogprobs;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.Tokens;

/** Events of an attempt, as tokenizer services and workers make them. */
public final class Say {
    private Say() {}

    public static TokenEvent encoded(GenerationRequest attempt, List<Integer> promptIds) {
        return of(attempt).setEncoded(Encoded.newBuilder().addAllPromptIds(promptIds)).build();
    }

    public static TokenEvent encoded(
            GenerationRequest attempt, List<Integer> promptIds, List<Integer> stopIds) {
        return of(attempt)
                .setEncoded(Encoded.newBuilder().addAllPromptIds(promptIds).addAllStopIds(stopIds))
                .build();
    }

    public static TokenEvent admitted(GenerationRequest attempt, int cachedTokens) {
        return of(attempt).setAdmitted(Admitted.newBuilder().setCachedTokens(cachedTokens)).build();
    }

    public static TokenEvent alive(GenerationRequest attempt) {
        return of(attempt).setAlive(Alive.getDefaultInstance()).build();
    }

    public static TokenEvent tokens(GenerationRequest attempt, int firstIndex, int... ids) {
        Tokens.Builder tokens = Tokens.newBuilder().setFirstIndex(firstIndex);
        for (int id : ids) {
            tokens.addIds(id);
        }
        return of(attempt).setTokens(tokens).build();
    }

    public static TokenEvent scored(
            GenerationRequest attempt, int firstIndex, List<TokenLogprobs> logprobs) {
        return of(attempt)
                .setPromptLogprobs(
                        PromptLogprobs.newBuilder()
                                .setFirstIndex(firstIndex)
                                .addAllLogprobs(logprobs))
                .build();
    }

    public static TokenEvent finished(GenerationRequest attempt, FinishReason reason) {
        return of(attempt).setFinished(Finished.newBuilder().setReason(reason)).build();
    }

    public static TokenEvent failed(GenerationRequest attempt, ErrorCode code, String message) {
        Failure failure = Failure.newBuilder().setCode(code).setMessage(message).build();
        return of(attempt).setFinished(Finished.newBuilder().setFailure(failure)).build();
    }

    /** An event that says nothing yet, with the attempt's address. */
    public static TokenEvent.Builder of(GenerationRequest attempt) {
        return TokenEvent.newBuilder()
                .setRequestId(attempt.getRequestId())
                .setAttempt(attempt.getAttempt())
                .setGatewayId(attempt.getReplyTo().getGatewayId());
    }
}
