package llamaline.tokenization.kafka;

import llamaline.v1.GenerationRequest;

/** What a record on the requests topic turned out to be. */
sealed interface ReadRequest {
    /** Someone asks and can be answered; the prompt may still be wrong. */
    record Valid(GenerationRequest request) implements ReadRequest {}

    /** Not a request, or nobody to answer. */
    record Garbage(String reason) implements ReadRequest {}
}
