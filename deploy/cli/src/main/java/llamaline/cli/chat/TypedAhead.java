package llamaline.cli.chat;

import java.util.Optional;

/**
 * The text that a person typed while nobody asked: whole lines, and the beginning of the next.
 * Backspace is heeded; other keys that are no characters are not. Not thread-safe.
 */
final class TypedAhead {
    private static final char BACKSPACE = '\b';
    private static final char DELETE = 127;
    private static final char ESCAPE = 27;
    private static final char LINE_END = '\n';

    private final StringBuilder text = new StringBuilder();

    /**
     * Keeps what keys write, line by line.
     *
     * @param keys as a keyboard in raw mode sends them
     */
    void add(String keys) {
        // A key that is no character: ESC, a bracket or an O, parameters, and a letter or ~.
        String characters = keys.replaceAll(ESCAPE + "[\\[O]?[0-9;]*[A-Za-z~]?", "");
        characters.chars().forEach(c -> add((char) c));
    }

    /** The next whole line without its end, if there is one. */
    Optional<String> line() {
        int end = text.indexOf(String.valueOf(LINE_END));
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(0, end);
        text.delete(0, end + 1);
        return Optional.of(line);
    }

    /** Takes what is left behind the last whole line. */
    String rest() {
        String rest = text.toString();
        text.setLength(0);
        return rest;
    }

    private void add(char c) {
        switch (c) {
            case '\r', LINE_END -> text.append(LINE_END);
            case BACKSPACE, DELETE -> deleteLast();
            default -> {
                if (c >= ' ' || c == '\t') {
                    text.append(c);
                }
            }
        }
    }

    private void deleteLast() {
        int length = text.length();
        if (length > 0 && text.charAt(length - 1) != LINE_END) {
            int last = text.codePointBefore(length);
            text.setLength(length - Character.charCount(last));
        }
    }
}
