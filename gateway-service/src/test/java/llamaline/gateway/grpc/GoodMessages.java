package llamaline.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import llamaline.v1.BatchDecodeRequest;
import llamaline.v1.BuildInputsWithSpecialTokensRequest;
import llamaline.v1.ChatMessage;
import llamaline.v1.CreateTokenTypeIdsFromSequencesRequest;
import llamaline.v1.DecodeRequest;
import llamaline.v1.EncodeChatRequest;
import llamaline.v1.EncodeInfillRequest;
import llamaline.v1.EncodeRequest;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerationServiceGrpc;
import llamaline.v1.GetSpecialTokensMaskRequest;
import llamaline.v1.TokenIds;
import llamaline.v1.TokenizeRequest;
import llamaline.v1.TokenizerServiceGrpc;

/** For each method requests that it accepts. */
final class GoodMessages {
    private static final TokenIds IDS = TokenIds.newBuilder().addAllIds(List.of(446, 288)).build();
    private static final ChatMessage USER = message("user");

    private static final Map<MethodDescriptor<?, ?>, List<Message>> METHODS =
            Map.of(
                    GenerationServiceGrpc.getGenerateMethod(),
                    List.of(
                            generate().setPrompt("def f(x):").setMaxTokens(2).addStop("#").build(),
                            generate()
                                    .addAllPromptIds(IDS.getIdsList())
                                    .setN(2)
                                    .setTemperature(0.5)
                                    .setTopP(0.9)
                                    .setLogprobs(2)
                                    .build(),
                            generate().setPrompt("a").setSuffix("b").setSuffixFirst(true).build(),
                            generate()
                                    .setPrompt("a")
                                    .addStopTokenIds(5)
                                    .putLogitBias(5, 1)
                                    .setTruncatePromptTokens(2)
                                    .setTruncationSide("right")
                                    .setAddSpecialTokens(false)
                                    .setSkipSpecialTokens(false)
                                    .build(),
                            GenerateRequest.newBuilder()
                                    .setModel("chat")
                                    .addMessages(USER)
                                    .setSeed(7)
                                    .build(),
                            GenerateRequest.newBuilder()
                                    .setModel("chat")
                                    .addMessages(USER)
                                    .addMessages(message("assistant"))
                                    .setContinueFinalMessage(true)
                                    .build()),
                    TokenizerServiceGrpc.getEncodeMethod(),
                    List.of(
                            EncodeRequest.newBuilder()
                                    .setModel("demo")
                                    .addText("a b")
                                    .addText("c")
                                    .addTextPair("d")
                                    .addTextPair("e")
                                    .setPadding("max_length")
                                    .setMaxLength(9)
                                    .build()),
                    TokenizerServiceGrpc.getEncodeInfillMethod(),
                    List.of(
                            EncodeInfillRequest.newBuilder()
                                    .setModel("demo")
                                    .setPrefix("a")
                                    .setSuffix("b")
                                    .build()),
                    TokenizerServiceGrpc.getEncodeChatMethod(),
                    List.of(
                            EncodeChatRequest.newBuilder()
                                    .setModel("chat")
                                    .addMessages(USER)
                                    .build()),
                    TokenizerServiceGrpc.getTokenizeMethod(),
                    List.of(TokenizeRequest.newBuilder().setModel("demo").setText("a b").build()),
                    TokenizerServiceGrpc.getDecodeMethod(),
                    List.of(
                            DecodeRequest.newBuilder()
                                    .setModel("demo")
                                    .addAllTokenIds(IDS.getIdsList())
                                    .build()),
                    TokenizerServiceGrpc.getBatchDecodeMethod(),
                    List.of(
                            BatchDecodeRequest.newBuilder()
                                    .setModel("demo")
                                    .addSequences(IDS)
                                    .addSequences(IDS)
                                    .build()),
                    TokenizerServiceGrpc.getGetSpecialTokensMaskMethod(),
                    List.of(
                            GetSpecialTokensMaskRequest.newBuilder()
                                    .setModel("demo")
                                    .setTokenIds0(IDS)
                                    .setTokenIds1(IDS)
                                    .build()),
                    TokenizerServiceGrpc.getBuildInputsWithSpecialTokensMethod(),
                    List.of(
                            BuildInputsWithSpecialTokensRequest.newBuilder()
                                    .setModel("demo")
                                    .setTokenIds0(IDS)
                                    .setAddEos(true)
                                    .build()),
                    TokenizerServiceGrpc.getCreateTokenTypeIdsFromSequencesMethod(),
                    List.of(
                            CreateTokenTypeIdsFromSequencesRequest.newBuilder()
                                    .setModel("demo")
                                    .setTokenIds0(IDS)
                                    .setTokenIds1(IDS)
                                    .build()));

    private GoodMessages() {}

    static List<MethodDescriptor<?, ?>> methods() {
        return List.copyOf(METHODS.keySet());
    }

    static List<Message> of(MethodDescriptor<?, ?> method) {
        return METHODS.getOrDefault(method, List.of());
    }

    private static GenerateRequest.Builder generate() {
        return GenerateRequest.newBuilder().setModel("demo");
    }

    private static ChatMessage message(String role) {
        return ChatMessage.newBuilder().setRole(role).setContent("x").build();
    }
}
