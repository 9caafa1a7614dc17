package llamaline.tokenizer.decoding;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first stop string in a text that comes in parts: the one that is complete earliest, and
 * of two that end together the longer. Text that may begin a stop string is held back; it is always
 * shorter than the longest stop string. Each character takes O(stop strings). Not thread-safe.
 */
public final class StopStringMatcher {
    private final List<StopString> stops;
    private final boolean keepsMatch;
    private final StringBuilder held = new StringBuilder();
    private @Nullable String matched;

    /**
     * Looks for stop strings, and cuts the one that is found off the text.
     *
     * @param stops none of them empty
     * @throws IllegalArgumentException where one is
     */
    public StopStringMatcher(List<String> stops) {
        this(stops, false);
    }

    /**
     * Looks for stop strings.
     *
     * @param stops none of them empty
     * @param keepsMatch whether the stop string that is found stays in the text, at its end
     * @throws IllegalArgumentException where one of the stop strings is empty
     */
    public StopStringMatcher(List<String> stops, boolean keepsMatch) {
        this.stops = stops.stream().map(StopString::new).toList();
        this.keepsMatch = keepsMatch;
    }

    /**
     * Takes the next part of the text, and returns what can be shown now; nothing once a stop
     * string is found.
     */
    public String accept(String delta) {
        if (matched != null) {
            return "";
        }
        for (int i = 0; i < delta.length(); i++) {
            held.append(delta.charAt(i));
            if (advance(delta.charAt(i))) {
                return take(held.length() - (keepsMatch ? 0 : matchedLength()));
            }
        }
        int open = stops.stream().mapToInt(StopString::matchedLength).max().orElse(0);
        return take(held.length() - open);
    }

    /** Tells whether a stop string was found. */
    public boolean isMatched() {
        return matched != null;
    }

    /** Returns the stop string that was found. */
    public Optional<String> matched() {
        return Optional.ofNullable(matched);
    }

    /** Ends the text, and returns what was held back; nothing where a stop string was found. */
    public String finish() {
        return matched == null ? take(held.length()) : "";
    }

    private boolean advance(char next) {
        for (StopString stop : stops) {
            if (stop.advance(next) && stop.text().length() > matchedLength()) {
                matched = stop.text();
            }
        }
        return matched != null;
    }

    private int matchedLength() {
        return matched == null ? 0 : matched.length();
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
