package llamaline.tokenization.kafka;

import java.util.Optional;
import llamaline.contract.Names;
import llamaline.contract.ReplyAddress;
import llamaline.v1.GenerationRequest;
import org.jspecify.annotations.Nullable;

/** Parses requests at the edge: Kafka is a public way in, so nothing is taken on trust. */
final class RequestReader {
    private RequestReader() {}

    /**
     * Judges a record.
     *
     * @param message null where the record held none
     */
    static ReadRequest read(@Nullable GenerationRequest message) {
        if (message == null) {
            return new ReadRequest.Malformed("not a GenerationRequest");
        }
        if (!Names.isName(message.getRequestId()) || message.getAttempt() < 1) {
            return new ReadRequest.Malformed("request_id or attempt is missing");
        }
        Optional<ReplyAddress> reply = ReplyAddress.of(message.getReplyTo());
        return reply.isEmpty()
                ? new ReadRequest.Malformed(ReplyAddress.MISSING)
                : new ReadRequest.Valid(message, reply.get());
    }
}
