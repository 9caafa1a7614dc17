package llamaline.tokenization.kafka;

/**
 * Which tokenizer service an event comes from.
 *
 * @param value unique among tokenizer services and workers
 */
public record SourceId(String value) {}
