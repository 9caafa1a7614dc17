package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Topics;
import llamaline.modelcard.RefusedCardException;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.v1.ModelCard;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@link Topics#MODELS}: tells a listener which models come and go, and passes
 * over what is no card. Not thread-safe.
 */
public final class ModelCardHandler implements RecordHandler {
    private static final Logger LOG = System.getLogger(ModelCardHandler.class.getName());

    private final RejectionLog rejections = new RejectionLog(LOG);
    private final ModelCardDeserializer cards = new ModelCardDeserializer();
    private final Listener listener;

    /** Tells one listener. */
    public ModelCardHandler(Listener listener) {
        this.listener = listener;
    }

    /** Is told which models come and go, on the reading thread. */
    public interface Listener {
        /**
         * Learns of a model, or of its new card.
         *
         * @throws RefusedCardException where the card may not be kept
         * @throws TokenizerFormatException where the card's tokenizer is none
         */
        void announce(ModelCard card) throws InterruptedException;

        /** Learns that a model's card was taken back. */
        void retract(String model);
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        ModelCard card = cards.deserialize(record.topic(), record.value());
        if (record.value() == null && record.key() != null) {
            listener.retract(record.key());
        } else if (card != null) {
            announce(card);
        }
    }

    private void announce(ModelCard card) throws InterruptedException {
        try {
            listener.announce(card);
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
}
