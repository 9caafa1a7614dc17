package llamaline.mask.json;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes JSON as it comes, without a tree in memory; the caller keeps begin and end in pairs.
 * Written by hand because this library depends on the JDK and the tokenizer alone, and the JDK has
 * no JSON. Not thread-safe.
 */
final class JsonWriter {
    private final Writer out;
    private boolean needsComma;

    JsonWriter(Writer out) {
        this.out = out;
    }

    JsonWriter begin(char bracket) throws IOException {
        next();
        out.write(bracket);
        needsComma = false;
        return this;
    }

    JsonWriter end(char bracket) throws IOException {
        out.write(bracket);
        needsComma = true;
        return this;
    }

    JsonWriter name(String name) throws IOException {
        value(name);
        out.write(':');
        needsComma = false;
        return this;
    }

    JsonWriter value(String text) throws IOException {
        next();
        out.write('"');
        for (int at = 0; at < text.length(); at++) {
            character(text, at);
        }
        out.write('"');
        return this;
    }

    JsonWriter value(long number) throws IOException {
        next();
        out.write(Long.toString(number));
        return this;
    }

    JsonWriter value(boolean truth) throws IOException {
        next();
        out.write(Boolean.toString(truth));
        return this;
    }

    /** Writes a finite number, without a fraction where it has none. */
    JsonWriter value(double number) throws IOException {
        long whole = (long) number;
        if (whole == number) {
            return value(whole);
        }
        next();
        out.write(Double.toString(number));
        return this;
    }

    private void next() throws IOException {
        if (needsComma) {
            out.write(',');
        }
        needsComma = true;
    }

    private void character(String text, int at) throws IOException {
        char character = text.charAt(at);
        switch (character) {
            case '"' -> out.write("\\\"");
            case '\\' -> out.write("\\\\");
            case '\n' -> out.write("\\n");
            case '\r' -> out.write("\\r");
            case '\t' -> out.write("\\t");
            default -> {
                if (character < ' ' || isLoneSurrogate(text, at)) {
                    out.write("\\u%04x".formatted((int) character));
                } else {
                    out.write(character);
                }
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char character = text.charAt(at);
        if (Character.isHighSurrogate(character)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(character)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
