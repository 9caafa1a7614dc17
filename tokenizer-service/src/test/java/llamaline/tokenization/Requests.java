package llamaline.tokenization;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import llamaline.contract.Topics;
import llamaline.v1.Chat;
import llamaline.v1.ChatMessage;
import llamaline.v1.CompletionText;
import llamaline.v1.GenerationRequest;
import llamaline.v1.Infill;
import llamaline.v1.InfillOrder;
import llamaline.v1.ReplyTo;
import llamaline.v1.SamplingParameters;
import llamaline.v1.TokenIds;

/** Requests as a gateway makes them. */
public final class Requests {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private Requests() {}

    /** All but a prompt. */
    public static GenerationRequest.Builder to(String model) {
        return GenerationRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString().replace("-", ""))
                .setModel(model)
                .setAttempt(1)
                .setChoice(3)
                .setDeadlineEpochMillis(System.currentTimeMillis() + MINUTE)
                .setReplyTo(
                        ReplyTo.newBuilder()
                                .setTopic(Topics.TOKENS.name())
                                .setPartition(5)
                                .setGatewayId("gateway-1"))
                .setSampling(
                        SamplingParameters.newBuilder()
                                .setTemperature(0.5)
                                .setTopP(1)
                                .setRepetitionPenalty(1)
                                .setSeed(7)
                                .setMaxNewTokens(16));
    }

    public static GenerationRequest.Builder text(String model, String text) {
        return to(model)
                .setCompletion(CompletionText.newBuilder().setText(text).setParseSpecial(true));
    }

    public static GenerationRequest.Builder ids(String model, List<Integer> ids) {
        return to(model).setIds(TokenIds.newBuilder().addAllIds(ids));
    }

    public static GenerationRequest.Builder infill(
            String model, String prefix, String suffix, InfillOrder order) {
        return to(model)
                .setInfill(Infill.newBuilder().setPrefix(prefix).setSuffix(suffix).setOrder(order));
    }

    public static GenerationRequest.Builder chat(String model, String role, String content) {
        return to(model)
                .setChat(
                        Chat.newBuilder()
                                .addMessages(
                                        ChatMessage.newBuilder()
                                                .setRole(role)
                                                .setContent(content)));
    }
}
