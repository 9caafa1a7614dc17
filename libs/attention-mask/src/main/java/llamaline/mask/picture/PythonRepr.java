package llamaline.mask.picture;

/**
 * Writes a text as Python's {@code repr} writes a string. Printable characters are those of this
 * JDK's Unicode, so characters younger than a Python's are spelled out by that Python alone.
 *
 * <p>Source: CPython 3.11, Objects/unicodeobject.c (unicode_repr).
 */
public final class PythonRepr {
    private PythonRepr() {}

    /** Returns the text in quotes, with escapes as Python writes them. */
    public static String of(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var repr = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(character -> append(character, quote, repr));
        return repr.append(quote).toString();
    }

    private static void append(int character, char quote, StringBuilder repr) {
        switch (character) {
            case '\\' -> repr.append("\\\\");
            case '\t' -> repr.append("\\t");
            case '\n' -> repr.append("\\n");
            case '\r' -> repr.append("\\r");
            default -> {
                if (character == quote) {
                    repr.append('\\').append(quote);
                } else if (isPrintable(character)) {
                    repr.appendCodePoint(character);
                } else {
                    repr.append(escaped(character));
                }
            }
        }
    }

    private static String escaped(int character) {
        if (character <= 0xFF) {
            return "\\x%02x".formatted(character);
        }
        return character <= 0xFFFF
                ? "\\u%04x".formatted(character)
                : "\\U%08x".formatted(character);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    /** Counts characters as Python does: code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Pads as Python's {@code str.ljust} does. */
    public static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    /** Pads as Python's {@code str.rjust} does. */
    public static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    /**
     * Pads as Python's {@code str.center} does: of an odd rest, the larger half goes left if the
     * width is odd.
     */
    public static String center(String text, int width) {
        int rest = Math.max(0, width - length(text));
        int left = rest / 2 + (rest & width & 1);
        return " ".repeat(left) + text + " ".repeat(rest - left);
    }
}
