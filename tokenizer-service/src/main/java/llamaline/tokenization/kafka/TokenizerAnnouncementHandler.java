package llamaline.tokenization.kafka;

import java.time.InstantSource;
import llamaline.contract.Cancellations;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Topics;
import llamaline.kafka.ModelCardHandler;
import llamaline.kafka.RecordHandler;
import llamaline.tokenization.models.ModelTokenizers;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.ModelCard;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hears which models are announced and what callers no longer want, and tells those who need it.
 * Not thread-safe: the reading thread owns it.
 */
public final class TokenizerAnnouncementHandler implements RecordHandler {
    private final ControlDeserializer controls = new ControlDeserializer();
    private final ModelCardHandler cards;
    private final Cancellations cancellations;
    private final InstantSource clock;

    /** Keeps what both topics tell. */
    public TokenizerAnnouncementHandler(
            ModelTokenizers models,
            Cancellations cancellations,
            PromptTopics promptTopics,
            InstantSource clock) {
        cards = new ModelCardHandler(new Models(models, promptTopics));
        this.cancellations = cancellations;
        this.clock = clock;
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (record.topic().equals(Topics.MODELS.name())) {
            cards.accept(record);
            return;
        }
        Control control = controls.deserialize(record.topic(), record.value());
        if (control != null && control.hasCancellation()) {
            onCancellation(control.getCancellation());
        }
    }

    /** Passes over what one worker alone shall stop: another has the request. */
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

    /** Has a model's topic made before requests for it are taken. */
    private record Models(ModelTokenizers models, PromptTopics promptTopics)
            implements ModelCardHandler.Listener {
        @Override
        public void announce(ModelCard card) throws InterruptedException {
            models.check(card);
            promptTopics.prepare(card.getModel());
            models.announce(card);
        }

        @Override
        public void retract(String model) {
            models.retract(model);
        }
    }
}
