package llamaline.tokenizer.decoding;

/**
 * A stop string, and how much of it the text so far ends with. Not thread-safe.
 *
 * <p>Source: Knuth, Morris, Pratt, "Fast pattern matching in strings", 1977.
 */
final class StopString {
    private final String text;

    /** The longest shorter beginning that the text ends with too, for each matched length. */
    private final int[] fallback;

    private int matchedLength;

    StopString(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a stop string is empty");
        }
        this.text = text;
        fallback = new int[text.length() + 1];
        for (int i = 1; i < text.length(); i++) {
            fallback[i + 1] = next(fallback[i], text.charAt(i));
        }
    }

    String text() {
        return text;
    }

    int matchedLength() {
        return matchedLength;
    }

    /** Appends {@code next} to the text, and tells whether it now ends with this stop string. */
    boolean advance(char next) {
        matchedLength = next(matchedLength, next);
        return matchedLength == text.length();
    }

    private int next(int length, char next) {
        int at = length == text.length() ? fallback[length] : length;
        while (at > 0 && text.charAt(at) != next) {
            at = fallback[at];
        }
        return text.charAt(at) == next ? at + 1 : 0;
    }
}
