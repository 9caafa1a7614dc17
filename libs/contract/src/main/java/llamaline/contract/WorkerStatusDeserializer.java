package llamaline.contract;

import llamaline.v1.WorkerStatus;

/** {@link WorkerStatus} from its bytes. */
public final class WorkerStatusDeserializer extends ProtobufDeserializer<WorkerStatus> {
    /** Two names and a few numbers take less. */
    private static final int MOST_BYTES = 16 * 1024;

    /** Kafka's configuration creates it by name. */
    public WorkerStatusDeserializer() {
        super(WorkerStatus.parser(), MOST_BYTES);
    }
}
