package llamaline.tokenization.kafka;

import llamaline.contract.Names;
import llamaline.v1.GenerationRequest;
import llamaline.v1.ReplyTo;
import org.jspecify.annotations.Nullable;

/** Parses requests at the edge: Kafka is a public way in, so nothing is taken on trust. */
final class RequestReader {
    private static final String REPLY_TOPICS = "llamaline.tokens";

    private RequestReader() {}

    /**
     * Says what a record is.
     *
     * @param message null where the record held none
     */
    static ReadRequest read(@Nullable GenerationRequest message) {
        if (message == null) {
            return new ReadRequest.Garbage("not a GenerationRequest");
        }
        if (!Names.isName(message.getRequestId()) || message.getAttempt() < 1) {
            return new ReadRequest.Garbage("request_id or attempt is missing");
        }
        if (!isReply(message.getReplyTo())) {
            return new ReadRequest.Garbage(
                    "reply_to does not name a topic " + REPLY_TOPICS + "...");
        }
        return new ReadRequest.Valid(message);
    }

    private static boolean isReply(ReplyTo to) {
        return Names.isName(to.getTopic())
                && to.getTopic().startsWith(REPLY_TOPICS)
                && to.getPartition() >= 0
                && to.getGatewayId().length() <= Names.LONGEST;
    }
}
