package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.http.GatewayProfile;
import llamaline.gateway.tokenizer.GoldenModel;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Goldens;
import llamaline.v1.BatchDecodeRequest;
import llamaline.v1.BuildInputsWithSpecialTokensRequest;
import llamaline.v1.ChatMessage;
import llamaline.v1.CreateTokenTypeIdsFromSequencesRequest;
import llamaline.v1.DecodeRequest;
import llamaline.v1.EncodeChatRequest;
import llamaline.v1.EncodeInfillRequest;
import llamaline.v1.EncodeRequest;
import llamaline.v1.EncodeResponse;
import llamaline.v1.GetSpecialTokensMaskRequest;
import llamaline.v1.SaveVocabularyRequest;
import llamaline.v1.TokenIds;
import llamaline.v1.TokenizeRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tokenizer over gRPC, and what every gRPC server says of itself. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class TokenizerGrpcIT {
    private GrpcClient client;
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        try (GatewayClient http = new GatewayClient()) {
            http.awaitReady();
            pipeline = ScriptedPipeline.serving(GoldenModel.DEMO.card("pieces"));
            http.awaitModel("pieces");
        }
        client = new GrpcClient();
    }

    @AfterEach
    void close() {
        client.close();
        pipeline.close();
    }

    @Test
    void encodesAndDecodesAsTheGoldensSay() {
        Goldens.lines(Goldens.resource("demo-4112").resolve("encode.jsonl"))
                .filter(golden -> golden.get("id").textValue().endsWith("3"))
                .forEach(golden -> {
                    String text = golden.get("text").textValue();
                    var encode =
                            EncodeRequest.newBuilder().addText(text).setAddSpecialTokens(false);
                    EncodeResponse encoded = client.tokenizer().encode(encode.build());
                    List<Integer> ids = encoded.getEncodings(0).getInputIdsList();
                    assertEquals(golden.get("ids").toString(), joined(ids));
                });
        Goldens.lines(Goldens.resource("demo-4112").resolve("decode.jsonl"))
                .filter(golden -> golden.get("id").textValue().endsWith("3"))
                .forEach(golden -> {
                    DecodeRequest.Builder decode = DecodeRequest.newBuilder();
                    golden.get("ids").forEach(id -> decode.addTokenIds(id.intValue()));
                    assertEquals(
                            golden.get("text_keep_special").textValue(),
                            client.tokenizer().decode(decode.build()).getText());
                });
        assertEquals("", client.tokenizer().decode(DecodeRequest.getDefaultInstance()).getText());
    }

    @Test
    void pairsPadsAndLaysOut() {
        var pair =
                EncodeRequest.newBuilder()
                        .addText("a")
                        .addTextPair("b = b")
                        .setPadding("max_length")
                        .setMaxLength(20)
                        .build();
        EncodeResponse.Encoding encoding = client.tokenizer().encode(pair).getEncodings(0);
        assertEquals(20, encoding.getInputIdsCount());
        assertEquals(0, encoding.getAttentionMask(0));
        assertEquals(1, encoding.getTokenTypeIds(19));

        var infill = EncodeInfillRequest.newBuilder().setPrefix("").setSuffix("b").build();
        assertEquals(
                List.of(1, 4103, 4104),
                client.tokenizer()
                        .encodeInfill(infill)
                        .getEncodings(0)
                        .getInputIdsList()
                        .subList(0, 3));

        var chat =
                EncodeChatRequest.newBuilder()
                        .addMessages(ChatMessage.newBuilder().setRole("user").setContent("hi"));
        assertEquals(1, client.tokenizer().encodeChat(chat.build()).getInputIds(0));
        assertEquals(
                List.of("▁x"),
                client.tokenizer()
                        .tokenize(TokenizeRequest.newBuilder().setText("x").build())
                        .getPiecesList());
    }

    @Test
    void framesSequences() {
        TokenIds first = TokenIds.newBuilder().addIds(300).build();
        TokenIds second = TokenIds.newBuilder().addIds(301).addIds(302).build();
        var mask = GetSpecialTokensMaskRequest.newBuilder().setAddEos(true);
        mask.setTokenIds0(first).setTokenIds1(second);
        var inputs = BuildInputsWithSpecialTokensRequest.newBuilder().setTokenIds0(first);
        var types = CreateTokenTypeIdsFromSequencesRequest.newBuilder();
        types.setTokenIds0(first).setTokenIds1(second);

        assertEquals(
                List.of(1, 0, 1, 1, 0, 0, 1),
                client.tokenizer().getSpecialTokensMask(mask.build()).getSpecialTokensMaskList());
        assertEquals(
                List.of(1, 300),
                client.tokenizer().buildInputsWithSpecialTokens(inputs.build()).getInputIdsList());
        assertEquals(
                List.of(0, 0, 1, 1, 1),
                client.tokenizer()
                        .createTokenTypeIdsFromSequences(types.build())
                        .getTokenTypeIdsList());
        var batch = BatchDecodeRequest.newBuilder().addSequences(first);
        batch.addSequences(TokenIds.getDefaultInstance());
        assertEquals(2, client.tokenizer().batchDecode(batch.build()).getTextsCount());
    }

    @Test
    void givesTheVocabulary() throws IOException {
        var file = client.tokenizer().saveVocabulary(SaveVocabularyRequest.getDefaultInstance());
        byte[] expected = Files.readAllBytes(Goldens.demoModel().resolve("tokenizer.model"));
        assertEquals(ByteString.copyFrom(expected), file.getTokenizerModel());
        assertEquals(64, file.getSha256().length());
    }

    @Test
    void tokenizesALargeText() {
        var large = EncodeRequest.newBuilder().addText("def f(x): return x\n".repeat(10_000));
        EncodeResponse answer = client.tokenizer().encode(large.build());
        assertTrue(answer.getEncodings(0).getInputIdsCount() > 50_000);
    }

    @Test
    void namesTheFieldThatIsToBlame() {
        var unknown = DecodeRequest.newBuilder().addTokenIds(5_000).build();
        var failure =
                assertThrows(
                        StatusRuntimeException.class, () -> client.tokenizer().decode(unknown));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals(List.of("token_ids"), GrpcClient.violations(failure));

        var nothing = EncodeRequest.getDefaultInstance();
        var missing =
                assertThrows(
                        StatusRuntimeException.class, () -> client.tokenizer().encode(nothing));
        assertEquals(List.of("text"), GrpcClient.violations(missing));
    }

    @Test
    void saysThatItServes() {
        for (String service :
                List.of("", "llamaline.v1.GenerationService", "llamaline.v1.TokenizerService")) {
            var asked = HealthCheckRequest.newBuilder().setService(service).build();
            var answer = HealthGrpc.newBlockingStub(client.channel()).check(asked);
            assertEquals(ServingStatus.SERVING, answer.getStatus());
        }
    }

    @Test
    void describesItself() throws Exception {
        var list = ServerReflectionRequest.newBuilder().setListServices("*").build();
        List<String> names =
                reflected(list).getListServicesResponse().getServiceList().stream()
                        .map(ServiceResponse::getName)
                        .toList();
        assertTrue(names.contains("llamaline.v1.GenerationService"), names.toString());
        assertTrue(names.contains("llamaline.v1.TokenizerService"), names.toString());
        assertTrue(names.contains("grpc.health.v1.Health"), names.toString());

        String carried = BadRequest.getDescriptor().getFullName();
        var file = ServerReflectionRequest.newBuilder().setFileContainingSymbol(carried).build();
        assertFalse(reflected(file).hasErrorResponse(), "errors cannot be read");
    }

    private ServerReflectionResponse reflected(ServerReflectionRequest request)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(client.channel())
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse response) {
                                        answer.complete(response);
                                    }

                                    @Override
                                    public void onError(Throwable cause) {
                                        answer.completeExceptionally(cause);
                                    }

                                    @Override
                                    public void onCompleted() {}
                                });
        requests.onNext(request);
        ServerReflectionResponse response = answer.get(30, TimeUnit.SECONDS);
        requests.onCompleted();
        return response;
    }

    private static String joined(List<Integer> ids) {
        return ids.toString().replace(" ", "");
    }
}
