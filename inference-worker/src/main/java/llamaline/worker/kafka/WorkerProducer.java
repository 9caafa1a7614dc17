package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import llamaline.kafka.KafkaClients;
import org.apache.kafka.clients.producer.Producer;

/** The one producer of all that a worker writes, so that its records keep their order. */
public final class WorkerProducer {
    /** A gateway gives an attempt up after seconds; what waits longer is not worth sending. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    private static final long BUFFER_BYTES = 32L * 1024 * 1024;

    private final Producer<String, MessageLite> producer;

    private WorkerProducer(Producer<String, MessageLite> producer) {
        this.producer = producer;
    }

    /** Opens a client; it connects when there is something to write. */
    public static WorkerProducer open(KafkaClients clients) {
        return new WorkerProducer(clients.producer("producer", DELIVERY_TIMEOUT, BUFFER_BYTES));
    }

    Producer<String, MessageLite> client() {
        return producer;
    }

    /** Waits for what is under way, at most for {@code timeout}. */
    public void close(Duration timeout) {
        producer.close(timeout);
    }
}
