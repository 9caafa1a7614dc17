package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.http.GatewayProfile;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerationServiceGrpc;
import llamaline.v1.TokenizeRequest;
import llamaline.v1.TokenizerServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are compressed, or only say so, and bytes that are no message at all. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class CompressedMessagesIT {
    private static final int MIB = 1 << 20;

    private ScriptedPipeline pipeline;
    private ManagedChannel channel;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        try (GatewayClient http = new GatewayClient()) {
            http.awaitReady();
            pipeline = ScriptedPipeline.serving(Cards.infilling("packed"));
            http.awaitModel("packed");
        }
        channel = channel(new Codec.Gzip());
    }

    @AfterEach
    void stillAnswers() {
        pieces("def f(x):", "gzip");
        Await.until("all calls to be over", () -> openCalls.count() == 0);
        channel.shutdownNow();
        pipeline.close();
    }

    private static ManagedChannel channel(Compressor compressor) {
        CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
        registry.register(Codec.Identity.NONE);
        registry.register(compressor);
        return NettyChannelBuilder.forAddress("127.0.0.1", GatewayClient.port())
                .compressorRegistry(registry)
                .usePlaintext()
                .build();
    }

    @Test
    void gzipSaysTheSameAsNothing() {
        String text = "x = 1\n".repeat(50_000);
        assertEquals(pieces(text, "identity"), pieces(text, "gzip"));
    }

    private List<String> pieces(String text, String encoding) {
        return TokenizerServiceGrpc.newBlockingStub(channel)
                .withCompression(encoding)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .tokenize(TokenizeRequest.newBuilder().setText(text).build())
                .getPiecesList();
    }

    @Test
    void aMessageThatHoldsMoreThanTheLimitIsRefused() {
        StatusRuntimeException failure = failure(channel, prompt(5 * MIB));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("4194304 bytes"));
        assertEquals("BODY_TOO_LARGE", GrpcClient.reason(failure));
    }

    /** Each is about 300 KB on the wire. */
    @Test
    void eightOfThreeHundredMegabytesAtOnceAreRefused() {
        List<CompletableFuture<StatusRuntimeException>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> failure(channel, prompt(300 * MIB))));
        }
        calls.forEach(call ->
                assertEquals(Status.Code.RESOURCE_EXHAUSTED, call.join().getStatus().getCode()));
    }

    @Test
    void anEncodingThatNobodyKnowsIsNamed() {
        StatusRuntimeException failure = failureWith(renamed("snappy"));
        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("'snappy' is unknown; 'gzip' and 'identity' are allowed"));
    }

    @Test
    void whatOnlySaysThatItIsGzipIsRefused() {
        StatusRuntimeException failure = failureWith(renamed("gzip"));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("not valid gzip"));
    }

    @Test
    void bytesThatAreNoMessageAreTheCallersFault() {
        for (String encoding : List.of("gzip", "identity")) {
            byte[] bytes = "no message".getBytes(StandardCharsets.UTF_8);
            StatusRuntimeException failure =
                    failure(channel, new ByteArrayInputStream(bytes), encoding);
            assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
            assertTrue(String.valueOf(failure.getMessage()).contains("GenerationService/Generate"));
        }
    }

    private static StatusRuntimeException failureWith(Compressor compressor) {
        ManagedChannel other = channel(compressor);
        try {
            return failure(other, prompt(10), compressor.getMessageEncoding());
        } finally {
            other.shutdownNow();
        }
    }

    private static StatusRuntimeException failure(ManagedChannel channel, InputStream message) {
        return failure(channel, message, "gzip");
    }

    private static StatusRuntimeException failure(
            ManagedChannel channel, InputStream message, String encoding) {
        CallOptions options =
                CallOptions.DEFAULT
                        .withCompression(encoding)
                        .withDeadlineAfter(60, TimeUnit.SECONDS);
        Iterator<InputStream> answers =
                ClientCalls.blockingServerStreamingCall(channel, generate(), options, message);
        try {
            throw new AssertionError("answered: " + answers.next());
        } catch (StatusRuntimeException e) {
            return e;
        }
    }

    /** The method, of bytes. */
    private static MethodDescriptor<InputStream, InputStream> generate() {
        return GenerationServiceGrpc.getGenerateMethod().toBuilder(new Bytes(), new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream bytes) {
            return bytes;
        }

        @Override
        public InputStream parse(InputStream bytes) {
            return bytes;
        }
    }

    /** A {@code GenerateRequest} whose prompt is that long, without its text in memory. */
    private static InputStream prompt(int length) {
        int mebibytes = length / MIB;
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream(prefix(length)));
        byte[] text = "x".repeat(MIB).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < mebibytes; i++) {
            parts.add(new ByteArrayInputStream(text));
        }
        parts.add(new ByteArrayInputStream(text, 0, length % MIB));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    /** The field's number and type, then its length in sevens of bits, the lowest first. */
    private static byte[] prefix(int length) {
        byte[] bytes = new byte[6];
        int count = 0;
        bytes[count++] = (byte) (GenerateRequest.PROMPT_FIELD_NUMBER << 3 | 2);
        int rest = length;
        while (rest > 127) {
            bytes[count++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        bytes[count++] = (byte) rest;
        return Arrays.copyOf(bytes, count);
    }

    /** Compresses nothing under a name. */
    private static Compressor renamed(String name) {
        return new Compressor() {
            @Override
            public String getMessageEncoding() {
                return name;
            }

            @Override
            public OutputStream compress(OutputStream out) {
                return out;
            }
        };
    }
}
