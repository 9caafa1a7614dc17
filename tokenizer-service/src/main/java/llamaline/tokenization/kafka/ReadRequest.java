package llamaline.tokenization.kafka;

import llamaline.contract.ReplyAddress;
import llamaline.v1.GenerationRequest;

/** The record of the requests topic, as {@link RequestReader} judged it. */
sealed interface ReadRequest {
    /**
     * Someone asks and can be answered; the prompt may still be wrong.
     *
     * @param reply where the answer goes, which need not exist
     */
    record Valid(GenerationRequest request, ReplyAddress reply) implements ReadRequest {}

    /**
     * The record is no request, or names nobody to answer.
     *
     * @param reason without anything that the record holds
     */
    record Malformed(String reason) implements ReadRequest {}
}
