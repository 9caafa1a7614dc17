package llamaline.gateway.http.response;

import org.jspecify.annotations.Nullable;

/**
 * Builds one JSON text. Commas are put where they are needed. Not thread-safe.
 *
 * <p>A colon after {@code data} is written as an escape: clients exist that split a server-sent
 * event at {@code data:} wherever it stands.
 */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";
    private static final String SPLIT_AT = "data";

    /** The logprob of probability zero, as other servers write it: JSON has no infinity. */
    private static final float LEAST_LOGPROB = -9999f;

    private final StringBuilder out = new StringBuilder(256);

    public JsonText object() {
        return open('{');
    }

    public JsonText endObject() {
        out.append('}');
        return this;
    }

    public JsonText array() {
        return open('[');
    }

    public JsonText endArray() {
        out.append(']');
        return this;
    }

    public JsonText key(String name) {
        comma();
        quoted(name);
        out.append(':');
        return this;
    }

    public JsonText value(@Nullable String text) {
        comma();
        if (text == null) {
            out.append("null");
        } else {
            quoted(text);
        }
        return this;
    }

    public JsonText value(long number) {
        comma();
        out.append(number);
        return this;
    }

    public JsonText value(boolean truth) {
        comma();
        out.append(truth);
        return this;
    }

    public JsonText logprob(float value) {
        comma();
        out.append(Float.isFinite(value) ? value : LEAST_LOGPROB);
        return this;
    }

    public JsonText nothing() {
        comma();
        out.append("null");
        return this;
    }

    public JsonText ids(Iterable<Integer> ids) {
        array();
        ids.forEach(this::value);
        return endArray();
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private JsonText open(char bracket) {
        comma();
        out.append(bracket);
        return this;
    }

    private void comma() {
        if (out.isEmpty()) {
            return;
        }
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[' && last != ':') {
            out.append(',');
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isHalf(text, i) || isSplit(text, i)) {
                        escaped(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escaped(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }

    private static boolean isSplit(String text, int i) {
        return text.charAt(i) == ':'
                && text.regionMatches(i - SPLIT_AT.length(), SPLIT_AT, 0, SPLIT_AT.length());
    }

    /** Half a surrogate pair, which UTF-8 cannot carry. */
    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
