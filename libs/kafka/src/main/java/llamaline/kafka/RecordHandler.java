package llamaline.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records that a {@link TopicFollower} reads, one after the other, on its thread. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Takes one record. An exception that is not Kafka's is a defect and ends the reading.
     *
     * @throws InterruptedException where it waited and was interrupted, which ends the reading
     */
    void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
