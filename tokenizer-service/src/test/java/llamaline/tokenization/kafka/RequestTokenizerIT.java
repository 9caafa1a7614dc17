package llamaline.tokenization.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.MessageLite;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import llamaline.contract.Cancellations;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.kafka.ReplyTopics;
import llamaline.kafka.TopicCreator;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import llamaline.tokenization.DemoCards;
import llamaline.tokenization.Requests;
import llamaline.tokenization.encoding.EncoderExecutor;
import llamaline.tokenization.models.ModelTokenizers;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch where something of ours breaks. */
class RequestTokenizerIT {
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    private final ModelTokenizers models = new ModelTokenizers(Duration.ofMinutes(5), 1_000_000);
    private final EncoderExecutor encoders = new EncoderExecutor(1);
    private final InFlight inFlight = new InFlight(1_000_000);
    private final AtomicBoolean isAcknowledged = new AtomicBoolean();
    private final Queue<MessageLite> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void prepare() throws InterruptedException {
        TopicCreator.ensure(admin, List.of(Topics.TOKENS), (short) 1);
        models.announce(DemoCards.base("demo", 64));
    }

    @AfterEach
    void close() {
        encoders.close();
        admin.close();
    }

    @Test
    void aDefectIsAnsweredAndItsBatchAcknowledged() throws Exception {
        tokenizer().requests(batch()).toCompletableFuture().get();

        Await.until("the batch is acknowledged", isAcknowledged::get);
        var event = ((TokenEvents) told.remove()).getEvents(0);
        assertEquals(ErrorCode.INTERNAL, event.getFinished().getFailure().getCode());
    }

    @Test
    void whatComesWhileItStopsIsLeftToOthers() throws Exception {
        encoders.close();

        tokenizer().requests(batch()).toCompletableFuture().get();

        Await.until("nothing is in flight", () -> inFlight.requests() == 0);
        assertFalse(isAcknowledged.get());
        assertEquals(0, told.size());
    }

    private RequestTokenizer tokenizer() {
        return new RequestTokenizer(
                new RequestTokenizer.Sources(models, new Cancellations(10)),
                encoders,
                inFlight,
                new ReplyTopics(admin),
                new PromptPublisher(emitter(), InstantSource.system()),
                new TokenEventPublisher(emitter(), new SourceId("source")),
                new BrokenObserver(),
                InstantSource.system());
    }

    private Message<ConsumerRecords<String, @Nullable GenerationRequest>> batch() {
        GenerationRequest request = Requests.text("demo", "def").build();
        String topic = Topics.REQUESTS.name();
        var record =
                new ConsumerRecord<String, @Nullable GenerationRequest>(topic, 0, 0, "", request);
        var records =
                new ConsumerRecords<>(
                        Map.of(new TopicPartition(topic, 0), List.of(record)), Map.of());
        return Message.of(
                records,
                () -> {
                    isAcknowledged.set(true);
                    return CompletableFuture.completedStage(null);
                });
    }

    /** A channel that keeps what it is told. */
    @SuppressWarnings("unchecked")
    private MutinyEmitter<MessageLite> emitter() {
        return (MutinyEmitter<MessageLite>)
                Proxy.newProxyInstance(
                        MutinyEmitter.class.getClassLoader(),
                        new Class<?>[] {MutinyEmitter.class},
                        (_, _, arguments) -> {
                            told.add(((Message<MessageLite>) arguments[0]).getPayload());
                            return Uni.createFrom().voidItem();
                        });
    }

    private static final class BrokenObserver implements RequestObserver, RequestObserver.Observed {
        @Override
        public Observed begin(GenerationRequest request, TraceContext trace) {
            return this;
        }

        @Override
        public void rejected() {}

        @Override
        public void lost() {}

        @Override
        public TraceContext trace() {
            return TraceContext.NONE;
        }

        @Override
        public void encodes() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void encoded(int ids) {}

        @Override
        public void published() {}

        @Override
        public void refused(ErrorCode code) {}

        @Override
        public void cancelled() {}
    }
}
