package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import llamaline.gateway.AnsweringPipeline;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.http.GatewayProfile;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 2,000 requests for each method, most of them nearly right: each is answered, or refused. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class RandomMessageIT {
    private static final int REQUESTS = 2_000;
    private static final int LEAST_OF_EACH = REQUESTS / 10;
    private static final int AT_ONCE = GatewayProfile.OPEN_STREAMS / 2;
    private static final Set<Status.Code> REFUSED =
            Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);

    private final GatewayClient http = new GatewayClient();
    private final GrpcClient client = new GrpcClient();
    private AnsweringPipeline pipeline;
    private int answered;
    private int refused;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        http.awaitReady();
        pipeline = AnsweringPipeline.serving(Cards.infilling("demo"), Cards.chatting("chat"));
        http.awaitModel("demo");
        http.awaitModel("chat");
    }

    @AfterEach
    void forgetsNone() {
        Await.until("all calls to be over", () -> openCalls.count() == 0);
        pipeline.close();
        client.close();
        http.close();
    }

    static Stream<String> methods() {
        return GoodMessages.methods().stream().map(MethodDescriptor::getFullMethodName).sorted();
    }

    private record Sent(Message request, CompletableFuture<Status> status) {}

    @ParameterizedTest
    @MethodSource("methods")
    void isAnsweredOrRefused(String name) {
        MethodDescriptor<?, ?> method =
                GoodMessages.methods().stream()
                        .filter(each -> each.getFullMethodName().equals(name))
                        .findFirst()
                        .orElseThrow();
        List<Message> good = GoodMessages.of(method);
        Deque<Sent> sent = new ArrayDeque<>();
        Seeds.forEach(
                REQUESTS,
                random -> {
                    if (sent.size() == AT_ONCE) {
                        check(sent.removeFirst());
                    }
                    Message request = new RandomMessages(random).like(good);
                    sent.add(new Sent(request, send(method, request)));
                });
        sent.forEach(this::check);
        String counts = "answered: %d, refused: %d".formatted(answered, refused);
        assertTrue(answered >= LEAST_OF_EACH && refused >= LEAST_OF_EACH, counts);
    }

    /** The descriptor is that of the request's own method. */
    @SuppressWarnings("unchecked")
    private CompletableFuture<Status> send(MethodDescriptor<?, ?> method, Message request) {
        var typed = (MethodDescriptor<Message, Message>) method;
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
        CompletableFuture<Status> status = new CompletableFuture<>();
        ClientCalls.asyncServerStreamingCall(
                client.channel().newCall(typed, options), request, new End(status));
        return status;
    }

    private record End(CompletableFuture<Status> status) implements StreamObserver<Message> {
        @Override
        public void onNext(Message part) {}

        @Override
        public void onError(Throwable failure) {
            status.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            status.complete(Status.OK);
        }
    }

    private void check(Sent sent) {
        Status status = sent.status().join();
        if (status.isOk()) {
            answered++;
            return;
        }
        assertTrue(REFUSED.contains(status.getCode()), sent.request() + " -> " + status);
        refused++;
    }
}
