package llamaline.gateway.refusal;

import com.fasterxml.jackson.databind.JsonNode;

/** How a wrong value is named in an error: short, whatever was sent. */
public final class WrongValues {
    private static final int SHOWN = 60;

    private WrongValues() {}

    public static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }

    /** The kind of a value, and the value itself where it is a number or a truth value. */
    public static String described(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING -> "null";
            case NUMBER, BOOLEAN -> shortened(value.asText());
            case BINARY, POJO -> "no JSON";
        };
    }

    /** Whether UTF-8 can carry the text: half a surrogate pair cannot. */
    public static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair =
                        Character.isHighSurrogate(text.charAt(i))
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
