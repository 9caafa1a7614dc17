package llamaline.tokenizer.decoding;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first stop string in a text that comes in parts: the one that is complete earliest, and
 * of two that end together the longer. Text that may begin a stop string is held back, always less
 * than the longest is. O(stop strings) for each character. Not thread-safe.
 */
public final class StopStringMatcher {
    private final List<StopString> stops;
    private final boolean keepsMatch;
    private final StringBuilder held = new StringBuilder();
    private @Nullable String matched;

    /**
     * Looks for these in a text that is yet to come.
     *
     * @param stops none of them empty
     * @throws IllegalArgumentException where one is
     */
    public StopStringMatcher(List<String> stops) {
        this(stops, false);
    }

    /**
     * As {@link #StopStringMatcher(List)}.
     *
     * @param keepsMatch whether the stop string that is found stays in the text, at its end
     */
    public StopStringMatcher(List<String> stops, boolean keepsMatch) {
        this.stops = stops.stream().map(StopString::new).toList();
        this.keepsMatch = keepsMatch;
    }

    /** What is safe to show now; nothing once a stop string is found. */
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

    public boolean isMatched() {
        return matched != null;
    }

    public Optional<String> matched() {
        return Optional.ofNullable(matched);
    }

    /** What was held back, when no text follows; nothing where a stop string was found. */
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
