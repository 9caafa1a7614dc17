package llamaline.gateway.validation;

import java.util.Optional;

/**
 * {@code <FILL_ME>} in a prompt's text: where the infilling goes.
 *
 * <p>Source: Hugging Face transformers, tokenization_code_llama.py (fill_token).
 */
public final class FillMarker {
    public static final String MARKER = "<FILL_ME>";

    private FillMarker() {}

    /** Tells whether the text has at least one. */
    public static boolean isIn(String text) {
        return text.contains(MARKER);
    }

    /** Splits a text at its marker; empty where the marker stands more than once. */
    public static Optional<Split> split(String text) {
        int at = text.indexOf(MARKER);
        int after = at + MARKER.length();
        if (text.indexOf(MARKER, after) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Split(text.substring(0, at), text.substring(after)));
    }

    /** The text round a marker. */
    public record Split(String prefix, String suffix) {}
}
