package llamaline.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The topics, their writers, readers and keys. */
public final class Topics {
    /** Gateway → tokenizer service (a consumer group); key: request id. */
    public static final Topic REQUESTS = new Topic("llamaline.requests", 12, Duration.ofHours(1));

    /** Tokenizer service, workers → the gateway that owns the partition; no key. */
    public static final Topic TOKENS = new Topic("llamaline.tokens", 16, Duration.ofHours(1));

    /** Gateway → every worker, tokenizer service and gateway; key: request id. */
    public static final Topic CONTROL = new Topic("llamaline.control", 1, Duration.ofHours(1));

    /** Worker → gateways, tokenizer services; key: model; compacted. */
    public static final Topic MODELS = new Topic("llamaline.models", 1, Duration.ZERO);

    /** Worker → gateways; key: worker id. */
    public static final Topic WORKERS = new Topic("llamaline.workers", 1, Duration.ofMinutes(10));

    /**
     * Gateway → people; key: request id. What no attempt could answer, as its last attempt was
     * asked for; headers say why.
     */
    public static final Topic DEAD_LETTERS =
            new Topic("llamaline.dead-letters", 1, Duration.ofDays(7));

    /** Header of a dead letter: the name of an {@link llamaline.v1.ErrorCode}. */
    public static final String FAILURE_CODE = "llamaline-failure-code";

    /** Header of a dead letter: what its caller was told. */
    public static final String FAILURE_MESSAGE = "llamaline-failure-message";

    private static final String PROMPTS_PREFIX = "llamaline.prompts.";

    private Topics() {}

    /**
     * Tokenizer service → the model's workers (a share group); key: request id.
     *
     * <p>One partition: a share group deals out partitions before records, and a full worker would
     * keep those of its own from one that has room.
     */
    public static Topic prompts(String model) {
        return new Topic(PROMPTS_PREFIX + escaped(model), 1, Duration.ofHours(1));
    }

    /** The share group of a model's workers. */
    public static String workersGroup(String model) {
        return "llamaline.workers." + escaped(model);
    }

    /** Each byte (UTF-8) outside [A-Za-z0-9-] becomes {@code _xx}, so that no two names meet. */
    private static String escaped(String model) {
        StringBuilder name = new StringBuilder();
        for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                name.append((char) b);
            } else {
                name.append('_').append("%02x".formatted(b & 0xff));
            }
        }
        return name.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || b == '-';
    }
}
