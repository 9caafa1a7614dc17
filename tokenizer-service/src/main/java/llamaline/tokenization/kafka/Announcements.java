package llamaline.tokenization.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import llamaline.contract.Cancellations;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Topics;
import llamaline.kafka.RejectionLog;
import llamaline.modelcard.RefusedCardException;
import llamaline.tokenization.encoding.ServedModels;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.ModelCard;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes on what is announced: models, and what callers no longer want. Not thread-safe. */
public final class Announcements {
    private static final Logger LOG = System.getLogger(Announcements.class.getName());

    private final RejectionLog rejections = new RejectionLog(LOG);
    private final ModelCardDeserializer cards = new ModelCardDeserializer();
    private final ControlDeserializer controls = new ControlDeserializer();
    private final ServedModels models;
    private final Cancellations cancellations;
    private final PromptTopics promptTopics;
    private final InstantSource clock;

    /** For one reader of both topics. */
    public Announcements(
            ServedModels models,
            Cancellations cancellations,
            PromptTopics promptTopics,
            InstantSource clock) {
        this.models = models;
        this.cancellations = cancellations;
        this.promptTopics = promptTopics;
        this.clock = clock;
    }

    void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (record.topic().equals(Topics.MODELS.name())) {
            onModel(record);
            return;
        }
        Control control = controls.deserialize(record.topic(), record.value());
        if (control != null && control.hasCancellation()) {
            onCancellation(control.getCancellation());
        }
    }

    private void onModel(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        ModelCard card = cards.deserialize(record.topic(), record.value());
        if (record.value() == null && record.key() != null) {
            models.retract(record.key());
        } else if (card != null) {
            announce(card);
        }
    }

    private void announce(ModelCard card) throws InterruptedException {
        try {
            models.check(card);
            promptTopics.prepare(card.getModel());
            models.announce(card);
        } catch (RefusedCardException e) {
            rejections.add(Topics.MODELS.name(), String.valueOf(e.getMessage()));
        } catch (TokenizerFormatException e) {
            LOG.log(
                    Level.WARNING,
                    "the model {0} is not served: {1}",
                    card.getModel(),
                    e.getMessage());
        }
    }

    /** What one worker alone shall stop is no matter here: another has the request. */
    private void onCancellation(Cancellation cancellation) {
        if (cancellation.hasOnlyWorker()) {
            return;
        }
        int attempt = cancellation.getAttempt();
        cancellations.add(
                cancellation.getRequestId(),
                attempt == 0 ? Integer.MAX_VALUE : attempt,
                cancellation.getDeadlineEpochMillis(),
                clock.millis());
    }
}
