package llamaline.worker.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.contract.EncodedPromptDeserializer;
import llamaline.contract.ReplyAddress;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.RejectionLog;
import llamaline.kafka.ReplyTopics;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.ModelCard;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.event.StepEvent;
import llamaline.worker.loop.DecodeLoop;
import llamaline.worker.loop.FreeSlots;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Hop 5 of the flow: takes prompts from the model's share group, one at a time and only while it
 * holds a free slot, hands them to the decode loop and acknowledges them then. One thread of its
 * own.
 *
 * <p>What is no prompt is rejected and counted. Errors of the broker end in a new consumer after a
 * pause; records that were not acknowledged go to another worker.
 */
public final class PromptConsumer {
    private static final Logger LOG = System.getLogger(PromptConsumer.class.getName());
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration SLOT_TIMEOUT = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 1000;
    private static final String READER = "prompts";

    /** The broker may be gone when it is told; by default the client waits for half a minute. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final String model;
    private final EncodedPromptReader reader;
    private final Destination destination;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final RejectionLog rejections = new RejectionLog(LOG);
    private final AtomicLong rejected = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("prompt-consumer").unstarted(this::run);
    private volatile @Nullable ShareConsumer<byte[], @Nullable EncodedPrompt> consumer;

    /**
     * The places that prompts go to.
     *
     * @param loop runs them
     * @param freeSlots its permits
     * @param publisher tells gateways what cannot run
     */
    public record Destination(DecodeLoop loop, FreeSlots freeSlots, TokenPublisher publisher) {}

    /** Does not start the thread yet. */
    public PromptConsumer(KafkaClients clients, ModelCard card, Destination destination) {
        this.clients = clients;
        this.destination = destination;
        model = card.getModel();
        reader = new EncodedPromptReader(model, card.getVocabulary());
    }

    /** Starts the thread; the topic must exist. */
    public void start() {
        thread.start();
    }

    /** Records that were no prompts, or named no one to answer, since the start. */
    public long rejected() {
        return rejected.get();
    }

    /** Takes no more prompts; returns when the thread has ended. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        ShareConsumer<byte[], @Nullable EncodedPrompt> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        thread.join();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        try (ReplyTopics replyTopics = new ReplyTopics(clients.admin("replies"))) {
            while (!isStopping()) {
                consumeUntilError(replyTopics);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "interrupted; no more prompts are taken", e);
        }
    }

    private void consumeUntilError(ReplyTopics replyTopics) throws InterruptedException {
        try {
            consume(replyTopics);
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "woken up to stop", e);
        } catch (KafkaException | IllegalStateException e) {
            clients.readers().failed(READER);
            LOG.log(Level.WARNING, "taking prompts failed; trying again", e);
            boolean isOver = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "paused, stopping: {0}", isOver);
        }
    }

    /** Ends with the error that met a client, be it at its opening or at its close. */
    private void consume(ReplyTopics replyTopics) throws InterruptedException {
        String group = Topics.workersGroup(model);
        var opened = clients.shareConsumer(READER, group, new EncodedPromptDeserializer());
        try {
            consumer = opened;
            opened.setAcknowledgementCommitCallback((_, failure) -> noteUnacknowledged(failure));
            opened.subscribe(List.of(Topics.prompts(model).name()));
            while (!isStopping()) {
                takeOne(opened, replyTopics);
            }
        } finally {
            consumer = null;
            opened.close(CLOSE_TIMEOUT);
        }
    }

    /** The record will be delivered again; the gateway listens to the first who answers. */
    private static void noteUnacknowledged(@Nullable Exception failure) {
        if (failure != null) {
            LOG.log(Level.WARNING, "an acknowledgement was not taken: {0}", failure.toString());
        }
    }

    private void takeOne(
            ShareConsumer<byte[], @Nullable EncodedPrompt> from, ReplyTopics replyTopics)
            throws InterruptedException {
        if (!destination.loop.isHealthy()) {
            boolean isOver = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "not healthy, stopping: {0}", isOver);
            return;
        }
        if (!destination.freeSlots.acquire(SLOT_TIMEOUT)) {
            return;
        }
        boolean isUsed = false;
        try {
            ConsumerRecords<byte[], @Nullable EncodedPrompt> records = poll(from);
            for (ConsumerRecord<byte[], @Nullable EncodedPrompt> record : records) {
                if (isUsed) {
                    from.acknowledge(record, AcknowledgeType.RELEASE);
                    continue;
                }
                isUsed = take(from, record, replyTopics);
            }
            if (!records.isEmpty()) {
                from.commitAsync();
            }
        } finally {
            if (!isUsed) {
                destination.freeSlots.release();
            }
        }
    }

    /**
     * Polls; a damaged batch, which the client has rejected by then, is counted. One that it cannot
     * unpack it gives back, and the broker drops it after some deliveries.
     */
    private ConsumerRecords<byte[], @Nullable EncodedPrompt> poll(
            ShareConsumer<byte[], @Nullable EncodedPrompt> from) {
        try {
            var records = from.poll(POLL_TIMEOUT);
            clients.readers().works(READER);
            return records;
        } catch (CorruptRecordException _) {
            rejected.incrementAndGet();
            rejections.add(Topics.prompts(model).name(), "its batch is damaged");
            return ConsumerRecords.empty();
        }
    }

    /** Returns whether the permit went to the decode loop. */
    private boolean take(
            ShareConsumer<byte[], @Nullable EncodedPrompt> from,
            ConsumerRecord<byte[], @Nullable EncodedPrompt> record,
            ReplyTopics replyTopics)
            throws InterruptedException {
        int deliveries = record.deliveryCount().orElse((short) 1);
        switch (reader.read(record.value(), deliveries)) {
            case ReadPrompt.Malformed(String reason) -> reject(from, record, reason);
            case ReadPrompt.Invalid invalid when !exists(replyTopics, invalid.reply()) ->
                    reject(from, record, "reply_to does not exist");
            case ReadPrompt.Invalid invalid -> {
                from.acknowledge(record, AcknowledgeType.ACCEPT);
                answer(invalid);
            }
            case ReadPrompt.Valid(var prompt) when !exists(replyTopics, prompt.reply()) ->
                    reject(from, record, "reply_to does not exist");
            case ReadPrompt.Valid(var prompt) -> {
                destination.loop.submit(prompt.in(TraceContext.of(record.headers())));
                from.acknowledge(record, AcknowledgeType.ACCEPT);
                return true;
            }
        }
        return false;
    }

    private static boolean exists(ReplyTopics replyTopics, ReplyAddress reply) {
        return replyTopics.exists(reply).join();
    }

    private void reject(
            ShareConsumer<byte[], @Nullable EncodedPrompt> from,
            ConsumerRecord<byte[], @Nullable EncodedPrompt> record,
            String reason) {
        rejected.incrementAndGet();
        rejections.add(record.topic(), reason);
        from.acknowledge(record, AcknowledgeType.REJECT);
    }

    private void answer(ReadPrompt.Invalid invalid) {
        ReplyAddress reply = invalid.reply();
        var failed = new SequenceEvent.Failed(invalid.failure(), SequenceTimings.NONE);
        destination.publisher.onStep(List.of(new StepEvent(invalid.key(), reply, failed)));
    }
}
