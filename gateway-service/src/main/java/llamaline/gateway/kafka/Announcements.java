package llamaline.gateway.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Names;
import llamaline.contract.Topics;
import llamaline.contract.WorkerStatusDeserializer;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.PendingRequests;
import llamaline.kafka.RejectionLog;
import llamaline.modelcard.RefusedCardException;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.v1.Control;
import llamaline.v1.GatewayHere;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What models, workers and other gateways announce, for those who need it. Not thread-safe: {@link
 * AnnouncementConsumer}'s thread owns it.
 *
 * <p>Two gateways with one index: who reads, after its own announcement, that of one that started
 * later (or at once, with a greater id) is the older one and stops. Who was announced before it is
 * its predecessor, whatever its clock says. Each repeats its announcement, so that a successor
 * finds it however long it lived.
 */
final class Announcements {
    private static final Logger LOG = System.getLogger(Announcements.class.getName());

    /** Announcements beyond these are ignored: anyone who reaches the broker can make them. */
    private static final int MOST_PREDECESSORS = 1_000;

    private static final Comparator<GatewayHere> BY_START =
            Comparator.comparingLong(GatewayHere::getStartedEpochMillis)
                    .thenComparing(GatewayHere::getGatewayId);

    private final RejectionLog rejections = new RejectionLog(LOG);
    private final ModelCardDeserializer cards = new ModelCardDeserializer();
    private final WorkerStatusDeserializer statuses = new WorkerStatusDeserializer();
    private final ControlDeserializer controls = new ControlDeserializer();
    private final ModelRegistry models;
    private final PendingRequests pendingRequests;
    private final GatewayHere me;
    private final Runnable onSuperseded;
    private final Set<String> predecessors = new HashSet<>();
    private boolean sawMyself;

    /**
     * @param onSuperseded is run once, when a younger gateway took the index; must not wait
     */
    Announcements(
            ModelRegistry models,
            PendingRequests pendingRequests,
            GatewayHere me,
            Runnable onSuperseded) {
        this.models = models;
        this.pendingRequests = pendingRequests;
        this.me = me;
        this.onSuperseded = onSuperseded;
    }

    void accept(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topics.MODELS.name())) {
            onModel(record);
        } else if (topic.equals(Topics.WORKERS.name())) {
            WorkerStatus status = statuses.deserialize(topic, record.value());
            if (status != null) {
                models.onStatus(status);
            }
        } else {
            Control control = controls.deserialize(topic, record.value());
            if (control != null && control.hasGatewayHere()) {
                onGateway(control.getGatewayHere());
            }
        }
    }

    private void onModel(ConsumerRecord<String, byte[]> record) {
        ModelCard card = cards.deserialize(record.topic(), record.value());
        if (record.value() == null && record.key() != null) {
            models.retract(record.key());
        } else if (card != null) {
            announce(card);
        }
    }

    private void announce(ModelCard card) {
        try {
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

    private void onGateway(GatewayHere here) {
        if (here.getIndex() != me.getIndex() || !Names.isName(here.getGatewayId())) {
            return;
        }
        String id = here.getGatewayId();
        if (id.equals(me.getGatewayId())) {
            sawMyself = true;
        } else if (!sawMyself || BY_START.compare(here, me) < 0) {
            addPredecessor(id);
        } else if (!predecessors.contains(id)) {
            onSuperseded.run();
        }
    }

    private void addPredecessor(String id) {
        if (predecessors.size() < MOST_PREDECESSORS) {
            predecessors.add(id);
            pendingRequests.addPredecessor(id);
        }
    }
}
