package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds where a partition can be read again behind records that cannot be decoded: a batch that is
 * damaged, or packed in a way for which this process has no library. A consumer stands before such
 * a record for ever, and does not say where its batch ends.
 *
 * <p>The proof that it is the record and not the broker: a client of its own reads the partition
 * alone and fails there twice in the same way, while the broker tells the partition's end. Not
 * thread-safe; the client is the caller's.
 */
final class UnreadableRecords {
    private static final Logger LOG = System.getLogger(UnreadableRecords.class.getName());
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    /** So many polls are 10 s, which is longer than a broker that answers takes. */
    private static final int POLL_LIMIT = 100;

    /** So many single steps find each good record between bad ones; then the steps grow. */
    private static final int STEPS = 200;

    private final Consumer<?, ?> consumer;
    private final TopicPartition partition;
    private final long end;

    private UnreadableRecords(Consumer<?, ?> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
        consumer.assign(Set.of(partition));
        end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    }

    /**
     * Returns where each partition can be read, from its offset on; says in the log what is
     * skipped, and counts it.
     *
     * @param consumer of its own: it is assigned to one partition after the other
     * @throws KafkaException where the broker fails
     */
    static Map<TopicPartition, Long> skip(
            Consumer<?, ?> consumer, Map<TopicPartition, Long> offsets, ReaderHealth health) {
        Map<TopicPartition, Long> readable = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            var records = new UnreadableRecords(consumer, partition);
            long first = records.firstReadable(offset);
            readable.put(partition, first);
            if (first > offset) {
                health.skipped(first - offset);
                LOG.log(
                        Level.WARNING,
                        "{0}: offsets {1} to {2} are skipped: no record there can be decoded",
                        partition,
                        offset,
                        first - 1);
            }
        });
        return readable;
    }

    /**
     * Tells whether a failure to read may lie in a record; brokers' errors have their own types.
     */
    static boolean mayExplain(KafkaException failure) {
        return failure.getClass() == KafkaException.class
                || failure instanceof SerializationException
                || failure instanceof CorruptRecordException
                || failure instanceof InvalidRecordException;
    }

    /**
     * Returns the first offset from {@code offset} on that can be read, which may be {@code offset}
     * or the partition's end; needs a poll for each of a few hundred records, and then for each
     * doubling.
     *
     * @throws KafkaException where the broker fails
     */
    private long firstReadable(long offset) {
        if (offset >= end || reads(offset) || reads(offset)) {
            return offset;
        }
        long bad = offset;
        long stride = 1;
        for (int steps = 1; ; steps++) {
            long probe = Math.min(bad + stride, end);
            if (reads(probe)) {
                return firstReadableBetween(bad, probe);
            }
            bad = probe;
            stride = steps % STEPS == 0 ? stride * 2 : stride;
        }
    }

    private long firstReadableBetween(long bad, long good) {
        long low = bad;
        long high = good;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (reads(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean reads(long offset) {
        if (offset >= end) {
            return true;
        }
        consumer.seek(partition, offset);
        try {
            int polls = 0;
            while (consumer.poll(POLL_TIMEOUT).isEmpty() && consumer.position(partition) < end) {
                polls++;
                if (polls == POLL_LIMIT) {
                    throw new TimeoutException("nothing came of " + partition + " at " + offset);
                }
            }
            return true;
        } catch (KafkaException e) {
            if (mayExplain(e)) {
                return false;
            }
            throw e;
        }
    }
}
