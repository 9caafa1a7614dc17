package llamaline.worker.prompt;

/**
 * The name of one attempt at one prompt and choice.
 *
 * @param attempt from 1
 */
public record PromptKey(String requestId, int attempt) {}
