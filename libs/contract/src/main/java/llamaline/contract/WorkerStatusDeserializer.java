package llamaline.contract;

import llamaline.v1.WorkerStatus;

/** {@link WorkerStatus} from its bytes. */
public final class WorkerStatusDeserializer extends ProtobufDeserializer<WorkerStatus> {
    /** Kafka's configuration creates it by name. */
    public WorkerStatusDeserializer() {
        super(WorkerStatus.parser());
    }
}
