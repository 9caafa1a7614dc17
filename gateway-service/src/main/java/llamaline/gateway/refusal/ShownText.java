package llamaline.gateway.refusal;

/** A caller's text in an error: short, whatever was sent. */
public final class ShownText {
    private static final int CODE_POINTS = 60;

    private ShownText() {}

    /** The text, or its beginning and an ellipsis. */
    public static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= CODE_POINTS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, CODE_POINTS)) + "…";
    }
}
