package llamaline.gateway.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import llamaline.gateway.http.GatewayClient;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerationServiceGrpc;
import llamaline.v1.GenerationServiceGrpc.GenerationServiceStub;
import llamaline.v1.TokenizerServiceGrpc;
import llamaline.v1.TokenizerServiceGrpc.TokenizerServiceBlockingStub;

/** A caller of the gateway under test, over gRPC. */
final class GrpcClient implements AutoCloseable {
    /** What the connection holds of answers that are not read: the least that HTTP/2 knows. */
    private static final int UNREAD_BYTES = 65_535;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final Queue<Channel> connections = new ConcurrentLinkedQueue<>();
    private final ManagedChannel channel =
            NettyChannelBuilder.forAddress("127.0.0.1", GatewayClient.port())
                    .flowControlWindow(UNREAD_BYTES)
                    .eventLoopGroup(loop)
                    .channelFactory(this::connection)
                    .usePlaintext()
                    .build();

    private Channel connection() {
        Channel connection = new NioSocketChannel();
        connections.add(connection);
        return connection;
    }

    /** Ends as a killed caller does: its calls are not reset, its sockets just close. */
    void breakConnections() {
        loop.submit(() -> connections.forEach(each -> each.unsafe().closeForcibly()))
                .syncUninterruptibly();
    }

    ManagedChannel channel() {
        return channel;
    }

    GenerationServiceStub generation() {
        return GenerationServiceGrpc.newStub(channel);
    }

    TokenizerServiceBlockingStub tokenizer() {
        return TokenizerServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    Received generate(GenerateRequest.Builder request) {
        Received received = new Received();
        generation().generate(request.build(), received);
        return received;
    }

    /** The fields that are to blame. */
    static List<String> violations(StatusRuntimeException failure) {
        return details(failure, BadRequest.class).stream()
                .flatMap(bad -> bad.getFieldViolationsList().stream())
                .map(BadRequest.FieldViolation::getField)
                .toList();
    }

    static String reason(StatusRuntimeException failure) {
        return details(failure, ErrorInfo.class).getFirst().getReason();
    }

    private static <T extends Message> List<T> details(
            StatusRuntimeException failure, Class<T> type) {
        return requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList().stream()
                .filter(detail -> detail.is(type))
                .map(detail -> unpacked(detail, type))
                .toList();
    }

    private static <T extends Message> T unpacked(Any detail, Class<T> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a broken detail", e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
