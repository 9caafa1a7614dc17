package llamaline.mask.svg;

/**
 * Escapes text for XML content and for attributes in double quotes.
 *
 * <p>Source: W3C, Extensible Markup Language (XML) 1.0, section 2.2 (characters), 2.4.
 */
final class XmlText {
    private static final int REPLACEMENT = 0xFFFD;

    private XmlText() {}

    /** Escapes a text; characters that XML cannot hold at all become U+FFFD. */
    static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(character, escaped));
        return escaped.toString();
    }

    private static void append(int character, StringBuilder escaped) {
        switch (character) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(isAllowed(character) ? character : REPLACEMENT);
        }
    }

    private static boolean isAllowed(int character) {
        if (character < ' ') {
            return character == '\t' || character == '\n' || character == '\r';
        }
        boolean isSurrogate = character >= 0xD800 && character <= 0xDFFF;
        return !isSurrogate && character != 0xFFFE && character != 0xFFFF;
    }
}
