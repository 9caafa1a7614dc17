package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import llamaline.contract.EncodedPromptDeserializer;
import llamaline.contract.TokenEventsDeserializer;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import llamaline.testkit.TokensTail;
import llamaline.testkit.TopicTail;
import llamaline.tokenization.kafka.RequestTokenizer;
import llamaline.tokenization.kafka.TokenizerLink;
import llamaline.v1.Cancellation;
import llamaline.v1.ChatFormat;
import llamaline.v1.Control;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.InfillOrder;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service between a gateway and a worker that are not there: all of it but them is real. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class TokenizerServiceIT {
    private static final int CONTEXT = 512;

    @Inject TokenizerLink link;
    @Inject TokenizerMetrics metrics;
    @Inject RequestTokenizer.Sources sources;

    /** A model of its own for each test. */
    private final String model = "model-" + UUID.randomUUID();

    private final Topic promptsTopic = Topics.prompts(model);
    private final TestProducer producer = new TestProducer(SharedBroker.bootstrapServers());
    private TopicTail<EncodedPrompt> prompts;
    private TokensTail tokens;

    @BeforeEach
    void open() {
        Await.until("the service is ready", link::isReady);
        producer.create(promptsTopic);
        prompts =
                TopicTail.open(
                        SharedBroker.bootstrapServers(),
                        promptsTopic.name(),
                        new EncodedPromptDeserializer());
        tokens = TokensTail.open(SharedBroker.bootstrapServers());
    }

    @AfterEach
    void close() {
        prompts.close();
        tokens.close();
        producer.close();
    }

    private void announce(ModelCard card) {
        producer.send(Topics.MODELS, card.getModel(), card);
    }

    private void announce() {
        announce(DemoCards.base(model, CONTEXT));
    }

    private GenerationRequest send(GenerationRequest.Builder request) {
        GenerationRequest built = request.build();
        producer.send(Topics.REQUESTS, built.getRequestId(), built);
        return built;
    }

    private EncodedPrompt prompt(int index) {
        return Objects.requireNonNull(prompts.await(index + 1).get(index).value());
    }

    private List<Integer> encoded(GenerationRequest request) {
        List<TokenEvent> events =
                tokens.await(
                        "the ids of " + request.getRequestId(),
                        request.getRequestId(),
                        seen -> seen.stream().anyMatch(TokenEvent::hasEncoded));
        assertEquals(1, events.size());
        assertEquals(request.getAttempt(), events.getFirst().getAttempt());
        assertEquals("gateway-1", events.getFirst().getGatewayId());
        return events.getFirst().getEncoded().getPromptIdsList();
    }

    private Failure failure(GenerationRequest request) {
        return tokens.finished(request.getRequestId(), request.getAttempt()).getFailure();
    }

    /** Returns when all that came of what was sent before is on its topics. */
    private void awaitWorkedOff() {
        try (var lag = new GroupLag("tokenizer-service", Topics.REQUESTS)) {
            Await.until("all is committed", () -> lag.records() == 0);
        }
    }

    @Test
    void aTextBecomesAPromptAndItsGatewayLearnsTheIds() {
        announce();

        GenerationRequest request = send(Requests.text(model, "def fibonacci(n):").setAttempt(2));

        List<Integer> expected = List.of(1, 446, 288, 4009, 4032, 267, 694, 1010, 4024, 4007, 300);
        assertEquals(expected, encoded(request));
        EncodedPrompt prompt = prompt(0);
        assertEquals(request.getRequestId(), prompts.await(1).getFirst().key());
        assertEquals(expected, prompt.getPromptIdsList());
        assertEquals(List.of(DemoCards.EOS), prompt.getStopIdsList());
        assertEquals(2, prompt.getAttempt());
        assertEquals(3, prompt.getChoice());
        assertEquals(model, prompt.getModel());
        assertEquals(request.getSampling(), prompt.getSampling());
        assertEquals(request.getReplyTo(), prompt.getReplyTo());
        assertEquals(request.getDeadlineEpochMillis(), prompt.getDeadlineEpochMillis());
        assertTrue(prompt.getPublishedEpochMillis() > 0);
    }

    @Test
    void eventsGoToThePartitionThatTheRequestNames() {
        announce();
        var request = Requests.text(model, "a");
        request.getReplyToBuilder().setPartition(11);
        try (var partitions =
                TopicTail.open(
                        SharedBroker.bootstrapServers(),
                        Topics.TOKENS.name(),
                        new TokenEventsDeserializer())) {
            send(request);

            assertEquals(11, partitions.await(1).getFirst().partition());
        }
    }

    @Test
    void infillsInBothOrders() {
        announce();

        GenerationRequest prefixFirst =
                send(Requests.infill(model, "a", "b", InfillOrder.PREFIX_SUFFIX_MIDDLE));
        GenerationRequest suffixFirst =
                send(Requests.infill(model, "a", "b", InfillOrder.SUFFIX_PREFIX_MIDDLE));

        List<Integer> psm = encoded(prefixFirst);
        List<Integer> spm = encoded(suffixFirst);
        assertEquals(List.of(1, DemoCards.PRE), psm.subList(0, 2));
        assertEquals(DemoCards.MID, psm.getLast());
        assertEquals(List.of(1, DemoCards.PRE, DemoCards.SUF), spm.subList(0, 3));
        assertEquals(List.of(DemoCards.EOS, DemoCards.EOT), prompt(0).getStopIdsList());
    }

    @Test
    void chatsInBothFormats() {
        announce(DemoCards.chat(model, ChatFormat.INST));
        List<Integer> inst = encoded(send(Requests.chat(model, "user", "hi")));

        announce(DemoCards.chat(model, ChatFormat.SOURCE_STEP));
        GenerationRequest stepped = stepped();

        assertEquals(List.of(1, 559, 340, 860, 4058, 3775, 559, 4075, 340, 860, 4058), inst);
        assertTrue(encoded(stepped).contains(DemoCards.STEP));
    }

    /** Asks until the new card is known. */
    private GenerationRequest stepped() {
        GenerationRequest[] request = new GenerationRequest[1];
        Await.until(
                "the new card",
                () -> {
                    request[0] = send(Requests.chat(model, "user", "hi"));
                    return encoded(request[0]).contains(DemoCards.STEP);
                });
        return request[0];
    }

    @Test
    void aResumedAttemptGoesOnBehindWhatWasGiven() {
        announce();
        var request = Requests.ids(model, List.of(1, 300)).setAttempt(2);
        request.setResume(TokenIds.newBuilder().addIds(301).addIds(302));

        GenerationRequest sent = send(request);

        assertEquals(List.of(1, 300), encoded(sent));
        assertEquals(List.of(1, 300), prompt(0).getPromptIdsList());
        assertEquals(List.of(301, 302), prompt(0).getResumeIdsList());
    }

    @Test
    void whatCannotBeEncodedEndsWithOneFailureAndNoPrompt() {
        announce();
        GenerationRequest chat = send(Requests.chat(model, "user", "hi"));
        GenerationRequest empty = send(Requests.ids(model, List.of()));
        GenerationRequest outside = send(Requests.ids(model, List.of(DemoCards.VOCABULARY)));
        GenerationRequest tooLong = send(Requests.text(model, "x = 1\n".repeat(1000)));
        GenerationRequest expired =
                send(Requests.text(model, "a").setDeadlineEpochMillis(1_000_000));

        assertEquals(ErrorCode.CHAT_UNSUPPORTED, failure(chat).getCode());
        assertEquals(ErrorCode.INVALID_PROMPT, failure(empty).getCode());
        assertEquals(ErrorCode.TOKEN_OUT_OF_VOCABULARY, failure(outside).getCode());
        assertEquals(ErrorCode.CONTEXT_LENGTH_EXCEEDED, failure(tooLong).getCode());
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, failure(expired).getCode());
        awaitWorkedOff();
        assertTrue(prompts.all().isEmpty());
        for (GenerationRequest refused : List.of(chat, empty, outside, tooLong, expired)) {
            assertEquals(1, tokens.events(refused.getRequestId()).size());
        }
    }

    @Test
    void aModelThatNobodyAnnouncedIsNotFoundAndHoldsNobodyUp() {
        announce();
        String unknown = "unknown-" + UUID.randomUUID();

        GenerationRequest lost = send(Requests.text(unknown, "a"));
        encoded(send(Requests.text(model, "a")));

        assertTrue(tokens.events(lost.getRequestId()).isEmpty());
        Failure failure = failure(lost);
        assertEquals(ErrorCode.MODEL_NOT_FOUND, failure.getCode());
        assertEquals("model", failure.getParam());
        assertTrue(failure.getMessage().contains(unknown));
    }

    @Test
    void aRequestWaitsForACardThatArrivesLate() {
        GenerationRequest early = send(Requests.text(model, "a"));

        announce();

        assertEquals(1, encoded(early).getFirst());
    }

    @Test
    void aCancellationMayOvertakeItsRequest() {
        announce();
        GenerationRequest cancelled = Requests.text(model, "a").build();
        cancel(
                Cancellation.newBuilder()
                        .setRequestId(cancelled.getRequestId())
                        .setDeadlineEpochMillis(cancelled.getDeadlineEpochMillis()));
        Await.until(
                "it is heard", () -> sources.cancellations().cover(cancelled.getRequestId(), 1));

        send(cancelled.toBuilder());

        awaitWorkedOff();
        assertTrue(tokens.events(cancelled.getRequestId()).isEmpty());
        assertTrue(prompts.all().isEmpty());
    }

    @Test
    void whatOneWorkerShallStopIsStillWanted() {
        announce();
        GenerationRequest wanted = Requests.text(model, "a").build();
        String last = Requests.text(model, "b").build().getRequestId();
        cancel(
                Cancellation.newBuilder()
                        .setRequestId(wanted.getRequestId())
                        .setOnlyWorker("worker-1")
                        .setDeadlineEpochMillis(wanted.getDeadlineEpochMillis()));
        cancel(
                Cancellation.newBuilder()
                        .setRequestId(last)
                        .setDeadlineEpochMillis(wanted.getDeadlineEpochMillis()));
        Await.until("both are heard", () -> sources.cancellations().cover(last, 1));

        send(wanted.toBuilder());

        assertEquals(1, encoded(wanted).getFirst());
    }

    private void cancel(Cancellation.Builder cancellation) {
        producer.send(
                Topics.CONTROL,
                cancellation.getRequestId(),
                Control.newBuilder().setCancellation(cancellation).build());
    }

    @Test
    void recordsThatAreNoRequestsAreCountedAndSkipped() {
        announce();
        long before = metrics.rejectedRecords();
        var nowhere = Requests.text(model, "a");
        nowhere.getReplyToBuilder().setTopic("llamaline.tokens.nowhere");
        var beyond = Requests.text(model, "a");
        beyond.getReplyToBuilder().setPartition(1000);
        var foreign = Requests.text(model, "a");
        foreign.getReplyToBuilder().setTopic(Topics.MODELS.name());

        producer.send(Topics.REQUESTS, "garbage", new byte[] {-1, -1, -1});
        producer.send(Topics.REQUESTS, "empty", new byte[0]);
        send(nowhere);
        send(beyond);
        send(foreign);

        Await.until("five are counted", () -> metrics.rejectedRecords() == before + 5);
        awaitWorkedOff();
        assertTrue(prompts.all().isEmpty());
    }

    @Test
    void aRequestThatComesTwiceGivesTheSameTwice() {
        announce();
        GenerationRequest request = Requests.text(model, "def f(x):").build();

        send(request.toBuilder());
        send(request.toBuilder());

        EncodedPrompt second = prompt(1).toBuilder().clearPublishedEpochMillis().build();
        assertEquals(prompt(0).toBuilder().clearPublishedEpochMillis().build(), second);
        List<TokenEvent> events =
                tokens.await("both", request.getRequestId(), seen -> seen.size() == 2);
        assertEquals(events.get(0), events.get(1));
    }

    @Test
    void aLongPromptDoesNotHoldUpShortOnes() {
        announce();
        String fourMegabytes = "x = 1\n".repeat(700_000);
        encoded(send(Requests.text(model, "warm")));

        GenerationRequest longOne = send(Requests.text(model, fourMegabytes));
        GenerationRequest shortOne = send(Requests.text(model, "a"));

        encoded(shortOne);
        assertEquals(ErrorCode.CONTEXT_LENGTH_EXCEEDED, failure(longOne).getCode());
    }

    @Test
    void anotherSystemMayNameATopicOfItsOwn() {
        announce();
        Topic own = new Topic("llamaline.tokens.editor", 1, Duration.ofHours(1));
        producer.create(own);
        var request = Requests.text(model, "a");
        request.getReplyToBuilder().setTopic(own.name()).setPartition(0);
        try (var tail = TokensTail.open(SharedBroker.bootstrapServers(), own.name())) {
            GenerationRequest sent = send(request);

            tail.await("its ids", sent.getRequestId(), seen -> seen.size() == 1);
        }
    }
}
