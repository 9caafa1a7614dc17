package llamaline.worker;

import java.time.Duration;
import java.util.UUID;
import llamaline.kafka.LivenessConfig;
import llamaline.kafka.TopicsConfig;

/**
 * The settings of a {@link Worker} beyond its model, each in its range.
 *
 * @param workerId stands in its events and statuses
 * @param chunkLength ids of a prompt that one call reads, 1 to 4096
 * @param replication copies of each record, at least 1
 * @param cancellationLimit cancellations that are kept, at least 1
 * @param shutdownTimeout how long running sequences may go on after the signal to stop
 * @param workerTimeout a worker that has said nothing for longer is gone
 */
record WorkerSettings(
        String workerId,
        int chunkLength,
        short replication,
        int cancellationLimit,
        Duration shutdownTimeout,
        Duration workerTimeout) {
    private static final int LONGEST_CHUNK = 4096;

    WorkerSettings {
        require("llamaline.worker.prefill-chunk", chunkLength, 1, LONGEST_CHUNK);
        require("llamaline.topics.replication", replication, 1, Short.MAX_VALUE);
        require("llamaline.worker.cancellations", cancellationLimit, 1, Integer.MAX_VALUE);
        if (shutdownTimeout.isNegative()) {
            throw new InvalidSettingException(
                    "llamaline.worker.shutdown-timeout must not be negative");
        }
    }

    static WorkerSettings of(WorkerConfig worker, TopicsConfig topics, LivenessConfig liveness) {
        return new WorkerSettings(
                worker.id().orElseGet(() -> "worker-" + UUID.randomUUID()),
                worker.prefillChunk(),
                topics.replication(),
                worker.cancellations(),
                worker.shutdownTimeout(),
                liveness.workerTimeout());
    }

    /**
     * @throws InvalidSettingException naming the setting and what is allowed
     */
    static void require(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidSettingException(
                    "%s must be %d to %d, got %d".formatted(setting, least, most, value));
        }
    }
}
