package llamaline.gateway.admission;

import java.util.Optional;

/**
 * {@code <FILL_ME>} in a prompt's text: where the infilling goes.
 *
 * <p>Source: Hugging Face transformers, tokenization_code_llama.py (fill_token).
 */
final class FillMarker {
    static final String MARKER = "<FILL_ME>";

    private FillMarker() {}

    static boolean isIn(String text) {
        return text.contains(MARKER);
    }

    /** What stands before and after the marker, or empty where it stands more than once. */
    static Optional<Split> split(String text) {
        int at = text.indexOf(MARKER);
        int after = at + MARKER.length();
        if (text.indexOf(MARKER, after) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Split(text.substring(0, at), text.substring(after)));
    }

    record Split(String prefix, String suffix) {}
}
