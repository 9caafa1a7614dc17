package llamaline.gateway.stream;

import java.util.List;

/**
 * From ids to an answer's text.
 *
 * @param stops strings that end a choice
 * @param keepsStop whether what ended it, a string or an id, stays in its text
 * @param skipsSpecialTokens whether special tokens have no text
 */
public record DetokenizerOptions(
        List<String> stops, boolean keepsStop, boolean skipsSpecialTokens) {
    public DetokenizerOptions {
        stops = List.copyOf(stops);
    }

    /** As callers have it who say nothing else. */
    public static DetokenizerOptions endingAt(List<String> stops) {
        return new DetokenizerOptions(stops, false, true);
    }
}
