package llamaline.tokenizer.special;

/**
 * Strips white space as Python's {@code str.strip} does, which takes off more than {@link
 * String#strip}: no-break spaces too, and U+0085.
 */
public final class WhiteSpace {
    private WhiteSpace() {}

    /** Strips both sides. */
    public static String strip(String text) {
        return stripLeading(stripTrailing(text));
    }

    static String stripLeading(String text) {
        int from = 0;
        while (from < text.length() && isWhite(text.charAt(from))) {
            from++;
        }
        return text.substring(from);
    }

    static String stripTrailing(String text) {
        int to = text.length();
        while (to > 0 && isWhite(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, to);
    }

    private static boolean isWhite(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
