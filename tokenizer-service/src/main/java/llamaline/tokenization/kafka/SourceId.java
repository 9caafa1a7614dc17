package llamaline.tokenization.kafka;

/**
 * The name of the tokenizer service that an event comes from.
 *
 * @param value unique among tokenizer services and workers
 */
public record SourceId(String value) {}
