package llamaline.gateway.text;

import java.util.List;

/**
 * The choices that turn token ids into a completion's text.
 *
 * @param stopStrings the strings that end a choice
 * @param keepsStop whether the string or id that ended a choice stays in its text
 * @param skipsSpecialTokens whether special tokens have no text
 */
public record DetokenizerOptions(
        List<String> stopStrings, boolean keepsStop, boolean skipsSpecialTokens) {
    public DetokenizerOptions {
        stopStrings = List.copyOf(stopStrings);
    }

    /** The options of a caller who asks for stop strings alone. */
    public static DetokenizerOptions endingAt(List<String> stopStrings) {
        return new DetokenizerOptions(stopStrings, false, true);
    }
}
