package llamaline.kafka;

import java.time.Instant;

/** The place in a partition from which a {@link TopicFollower} reads. */
public sealed interface TopicPosition {
    /** The oldest record that is kept. */
    record Beginning() implements TopicPosition {}

    /** Behind the newest record. */
    record End() implements TopicPosition {}

    /** The first record that is not older than an instant, by the brokers' clocks. */
    record Since(Instant instant) implements TopicPosition {}
}
