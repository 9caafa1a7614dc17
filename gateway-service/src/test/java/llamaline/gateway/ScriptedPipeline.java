package llamaline.gateway;

import com.google.protobuf.MessageLite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.GenerationRequestDeserializer;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TopicTail;
import llamaline.tokenizer.prompt.ChatTemplate;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.tokenizer.prompt.InfillLayout;
import llamaline.v1.Cancellation;
import llamaline.v1.Chat;
import llamaline.v1.Control;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.Infill;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import llamaline.v1.WorkerStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer service and workers of one model that do what a test tells them, over a real broker.
 * Not thread-safe.
 */
public final class ScriptedPipeline implements AutoCloseable {
    public static final String TOKENIZER = "tokenizer-1";
    public static final String WORKER = "worker-1";

    private final ModelCard card;
    private final KafkaProducer<String, byte[]> producer;
    private final TopicTail<GenerationRequest> requests;
    private final TopicTail<Control> control;
    private final Deque<GenerationRequest> unanswered = new ArrayDeque<>();
    private int taken;

    private ScriptedPipeline(ModelCard card) {
        String broker = SharedBroker.bootstrapServers();
        this.card = card;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker, "acks", "all", "linger.ms", 0),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.requests =
                TopicTail.open(broker, Topics.REQUESTS.name(), new GenerationRequestDeserializer());
        this.control = TopicTail.open(broker, Topics.CONTROL.name(), new ControlDeserializer());
    }

    /** Announces the model and one worker; the topics must be there. */
    public static ScriptedPipeline serving(ModelCard card) {
        ScriptedPipeline pipeline = new ScriptedPipeline(card);
        pipeline.send(Topics.MODELS.name(), card.getModel(), card);
        pipeline.tell(Cards.status(WORKER, card.getModel()));
        return pipeline;
    }

    public String model() {
        return card.getModel();
    }

    /** The next request of this model, in the order of the topic's partitions. */
    public GenerationRequest next() {
        if (unanswered.isEmpty()) {
            requests.await("a request of " + model(), seen -> fresh(seen).findAny().isPresent());
            List<ConsumerRecord<String, @Nullable GenerationRequest>> seen = requests.all();
            fresh(seen).forEach(unanswered::add);
            taken = seen.size();
        }
        return unanswered.removeFirst();
    }

    /** Requests that came since the last call, often none. */
    public List<GenerationRequest> fresh() {
        List<ConsumerRecord<String, @Nullable GenerationRequest>> seen = requests.all();
        List<GenerationRequest> fresh = fresh(seen).toList();
        taken = seen.size();
        return fresh;
    }

    /** So many requests, in the order of their choices. */
    public List<GenerationRequest> next(int count) {
        List<GenerationRequest> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(next());
        }
        next.sort((a, b) -> Integer.compare(a.getChoice(), b.getChoice()));
        return next;
    }

    /** The next request, encoded. */
    public GenerationRequest nextEncoded() {
        GenerationRequest request = next();
        encode(request);
        return request;
    }

    /** The trace that a request's record belongs to. */
    public TraceContext trace(GenerationRequest request) {
        return requests.all().stream()
                .filter(record -> request.equals(record.value()))
                .map(record -> TraceContext.of(record.headers()))
                .findFirst()
                .orElseThrow();
    }

    /** Tells the gateway the ids of a request's prompt. */
    public List<Integer> encode(GenerationRequest request) {
        List<Integer> ids = promptIds(request);
        say(TOKENIZER, Say.encoded(request, ids));
        return ids;
    }

    /** One record to the gateway that asked. */
    public void say(String source, TokenEvent... events) {
        TokenEvents record =
                TokenEvents.newBuilder().setSourceId(source).addAllEvents(List.of(events)).build();
        send(Topics.TOKENS.name(), null, record);
    }

    /** A record to the gateway that is no message. */
    public void malformed() {
        send(Topics.TOKENS.name(), null, new byte[] {(byte) 0xff, 7, 7, 7});
    }

    /** A worker gives the whole text, in one record for each token, and ends at the limit. */
    public void generate(GenerationRequest request, String text) {
        int[] ids = DemoTokenizer.continuation(text);
        for (int i = 0; i < ids.length - 1; i++) {
            say(WORKER, Say.tokens(request, i, ids[i]));
        }
        say(
                WORKER,
                Say.tokens(request, ids.length - 1, ids[ids.length - 1]),
                Say.finished(request, FinishReason.LENGTH));
    }

    /** Waits for a cancellation of the request, and gives the first. */
    public Cancellation cancellation(GenerationRequest request) {
        control.await("a cancellation", _ -> !cancellations(request.getRequestId()).isEmpty());
        return cancellations(request.getRequestId()).getFirst();
    }

    /** Cancellations of the request until now. */
    public List<Cancellation> cancellations(GenerationRequest request) {
        control.all();
        return cancellations(request.getRequestId());
    }

    /** A worker's status. */
    public void tell(WorkerStatus status) {
        send(Topics.WORKERS.name(), status.getWorkerId(), status);
    }

    /** Takes its leave: the model does not exist any more. */
    @Override
    public void close() {
        tell(Cards.status(WORKER, model()).toBuilder().setStopping(true).build());
        send(Topics.MODELS.name(), model(), (byte @Nullable []) null);
        producer.close();
        requests.close();
        control.close();
    }

    private List<Cancellation> cancellations(String requestId) {
        return control.await("control", _ -> true).stream()
                .map(ConsumerRecord::value)
                .filter(value -> value != null && value.hasCancellation())
                .map(Control::getCancellation)
                .filter(cancellation -> cancellation.getRequestId().equals(requestId))
                .toList();
    }

    private Stream<GenerationRequest> fresh(
            List<ConsumerRecord<String, @Nullable GenerationRequest>> seen) {
        return seen.stream()
                .skip(taken)
                .map(ConsumerRecord::value)
                .filter(request -> request != null && request.getModel().equals(model()));
    }

    private void send(String topic, @Nullable String key, @Nullable MessageLite message) {
        send(topic, key, message == null ? null : message.toByteArray());
    }

    /** To the first partition: the only one, or that of the gateway under test. */
    private void send(String topic, @Nullable String key, byte @Nullable [] bytes) {
        try {
            producer.send(new ProducerRecord<>(topic, 0, key, bytes)).get();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not take a record of " + topic, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static List<Integer> promptIds(GenerationRequest request) {
        int[] ids =
                switch (request.getPromptCase()) {
                    case COMPLETION -> DemoTokenizer.prompt(request.getCompletion().getText());
                    case INFILL -> infill(request.getInfill());
                    case IDS ->
                            request.getIds().getIdsList().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray();
                    case CHAT -> chat(request.getChat());
                    case PROMPT_NOT_SET -> throw new AssertionError("no prompt of ours");
                };
        return Arrays.stream(ids).boxed().toList();
    }

    private static int[] chat(Chat chat) {
        List<ChatTurn> messages =
                chat.getMessagesList().stream()
                        .map(message -> new ChatTurn(message.getRole(), message.getContent()))
                        .toList();
        return DemoTokenizer.INSTANCE.encodeChat(messages, ChatTemplate.INST);
    }

    private static int[] infill(Infill infill) {
        InfillLayout order =
                infill.getOrder() == llamaline.v1.InfillOrder.SUFFIX_PREFIX_MIDDLE
                        ? InfillLayout.SUFFIX_PREFIX_MIDDLE
                        : InfillLayout.PREFIX_SUFFIX_MIDDLE;
        return DemoTokenizer.INSTANCE.encodeInfill(infill.getPrefix(), infill.getSuffix(), order);
    }
}
