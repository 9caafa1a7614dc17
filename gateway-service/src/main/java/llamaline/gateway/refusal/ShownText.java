package llamaline.gateway.refusal;

/** A caller's text in an error: short and on one line, whatever was sent. */
public final class ShownText {
    private static final int CODE_POINTS = 60;

    private ShownText() {}

    /** The text, or its beginning and an ellipsis; what has no shape is escaped. */
    public static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= CODE_POINTS) {
            return escaped(text);
        }
        return escaped(text.substring(0, text.offsetByCodePoints(0, CODE_POINTS))) + "…";
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(codePoint -> {
                    if (isShown(codePoint)) {
                        out.appendCodePoint(codePoint);
                    } else {
                        out.append(
                                (codePoint > 0xFFFF ? "\\u{%x}" : "\\u%04x").formatted(codePoint));
                    }
                });
        return out.toString();
    }

    /**
     * Control characters would move a terminal's cursor, format characters turn the text around.
     */
    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
