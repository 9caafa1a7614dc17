package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;

/** The one way out for all that a worker says, so that its records keep their order. */
public final class Outlet {
    private final Producer<String, MessageLite> producer;

    private Outlet(Producer<String, MessageLite> producer) {
        this.producer = producer;
    }

    /** Opens a client; it connects when there is something to say. */
    public static Outlet open(Connections connections) {
        return new Outlet(connections.producer());
    }

    Producer<String, MessageLite> producer() {
        return producer;
    }

    /** Waits for what is under way, at most so long. */
    public void close(Duration patience) {
        producer.close(patience);
    }
}
