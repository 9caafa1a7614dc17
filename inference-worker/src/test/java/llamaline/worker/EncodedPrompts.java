package llamaline.worker;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import llamaline.contract.Topics;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.ReplyTo;
import llamaline.v1.SamplingParameters;

/** Prompts as the tokenizer service publishes them. */
public final class EncodedPrompts {
    public static final int VOCABULARY = 64;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private EncodedPrompts() {}

    /** Greedy, three ids, no stop ids. */
    public static EncodedPrompt.Builder of(String model, int maxNewTokens) {
        return EncodedPrompt.newBuilder()
                .setRequestId(UUID.randomUUID().toString().replace("-", ""))
                .setModel(model)
                .setAttempt(1)
                .setDeadlineEpochMillis(System.currentTimeMillis() + MINUTE)
                .setReplyTo(gateway("gateway-1", 0))
                .setSampling(
                        SamplingParameters.newBuilder()
                                .setTopP(1)
                                .setRepetitionPenalty(1)
                                .setMaxNewTokens(maxNewTokens))
                .addAllPromptIds(List.of(1, 7, 9))
                .setPublishedEpochMillis(System.currentTimeMillis());
    }

    public static ReplyTo gateway(String id, int partition) {
        return ReplyTo.newBuilder()
                .setTopic(Topics.TOKENS.name())
                .setPartition(partition)
                .setGatewayId(id)
                .build();
    }
}
