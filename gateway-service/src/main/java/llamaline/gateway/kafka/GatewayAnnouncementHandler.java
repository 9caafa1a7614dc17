package llamaline.gateway.kafka;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Names;
import llamaline.contract.Topics;
import llamaline.contract.WorkerStatusDeserializer;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.PendingRequests;
import llamaline.kafka.ModelCardHandler;
import llamaline.kafka.RecordHandler;
import llamaline.v1.Control;
import llamaline.v1.GatewayAnnouncement;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hears which models, workers and other gateways are announced, and tells those who need it. Not
 * thread-safe: the reading thread owns it.
 *
 * <p>Two gateways with one index: who reads, after its own announcement, that of one that started
 * later (or at once, with a greater id) is the older one and stops. Who was announced before it is
 * its predecessor, whatever its clock says. Each repeats its announcement, so that a successor
 * finds it however long it lived.
 */
final class GatewayAnnouncementHandler implements RecordHandler {

    /** Announcements beyond these are ignored: anyone who reaches the broker can make them. */
    private static final int MOST_PREDECESSORS = 1_000;

    private static final Comparator<GatewayAnnouncement> BY_START =
            Comparator.comparingLong(GatewayAnnouncement::getStartedEpochMillis)
                    .thenComparing(GatewayAnnouncement::getGatewayId);

    private final ModelCardHandler cards;
    private final WorkerStatusDeserializer statuses = new WorkerStatusDeserializer();
    private final ControlDeserializer controls = new ControlDeserializer();
    private final ModelRegistry models;
    private final PendingRequests pendingRequests;
    private final GatewayAnnouncement me;
    private final Runnable onSuperseded;
    private final Set<String> predecessors = new HashSet<>();
    private boolean sawMyself;

    /**
     * @param onSuperseded is run once, when a younger gateway took the index; must not wait
     */
    GatewayAnnouncementHandler(
            ModelRegistry models,
            PendingRequests pendingRequests,
            GatewayAnnouncement me,
            Runnable onSuperseded) {
        this.models = models;
        cards = new ModelCardHandler(listener(models));
        this.pendingRequests = pendingRequests;
        this.me = me;
        this.onSuperseded = onSuperseded;
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        String topic = record.topic();
        if (topic.equals(Topics.MODELS.name())) {
            cards.accept(record);
        } else if (topic.equals(Topics.WORKERS.name())) {
            WorkerStatus status = statuses.deserialize(topic, record.value());
            if (status != null) {
                models.onStatus(status);
            }
        } else {
            Control control = controls.deserialize(topic, record.value());
            if (control != null && control.hasGatewayAnnouncement()) {
                onGateway(control.getGatewayAnnouncement());
            }
        }
    }

    private static ModelCardHandler.Listener listener(ModelRegistry models) {
        return new ModelCardHandler.Listener() {
            @Override
            public void announce(ModelCard card) {
                models.announce(card);
            }

            @Override
            public void retract(String model) {
                models.retract(model);
            }
        };
    }

    private void onGateway(GatewayAnnouncement here) {
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
