package llamaline.cli.chat;

import java.util.Optional;

/**
 * Makes a message of what is typed: a line, or several where a line ends in a backslash or the
 * first begins with three quotation marks; then the message ends with the next three.
 */
final class MessageLines {
    private static final String QUOTES = "\"\"\"";
    private static final String GOES_ON = "\\";

    private final Lines lines;

    MessageLines(Lines lines) {
        this.lines = lines;
    }

    /** The source of lines. */
    interface Lines {
        /**
         * A line without its end, or several where they were pasted; empty at the end.
         *
         * @param isFirst of a message
         */
        Optional<String> next(boolean isFirst);
    }

    /** The next message; empty where there is no line any more. */
    Optional<String> next() {
        return lines.next(true)
                .map(first -> first.startsWith(QUOTES) ? quoted(first) : continued(first));
    }

    private String continued(String first) {
        StringBuilder message = new StringBuilder();
        String line = first;
        while (line.endsWith(GOES_ON)) {
            message.append(line, 0, line.length() - GOES_ON.length()).append('\n');
            Optional<String> next = lines.next(false);
            if (next.isEmpty()) {
                return message.toString();
            }
            line = next.get();
        }
        return message.append(line).toString();
    }

    private String quoted(String first) {
        StringBuilder message = new StringBuilder();
        Optional<String> line = Optional.of(first.substring(QUOTES.length()));
        while (line.isPresent() && !line.get().endsWith(QUOTES)) {
            boolean isOpening = message.isEmpty() && line.get().isEmpty();
            message.append(line.get()).append(isOpening ? "" : "\n");
            line = lines.next(false);
        }
        line.ifPresent(last -> message.append(last, 0, last.length() - QUOTES.length()));
        return message.toString();
    }
}
