package llamaline.gateway.limits;

/**
 * The limits of what one caller, and all together, may ask for.
 *
 * @param bodyBytes largest request body
 * @param openCalls calls at once
 * @param openBytes bodies and unread answers of all calls at once
 * @param requests prompts times n of one call
 * @param stops stop strings of one call
 * @param stopLength characters of a stop string
 * @param logprobs alternatives for each token
 */
public record Limits(
        long bodyBytes,
        int openCalls,
        long openBytes,
        int requests,
        int stops,
        int stopLength,
        int logprobs) {
    public Limits {
        requirePositive("body-size", bodyBytes);
        requirePositive("open-calls", openCalls);
        requirePositive("open-bytes", openBytes);
        requirePositive("requests", requests);
        requirePositive("stop-strings", stops);
        requirePositive("stop-string-length", stopLength);
        if (logprobs < 0) {
            throw new IllegalArgumentException("logprobs must be >= 0, got " + logprobs);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, got " + value);
        }
    }
}
