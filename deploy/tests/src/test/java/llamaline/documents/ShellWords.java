package llamaline.documents;

import java.util.ArrayList;
import java.util.List;

/** Splits a shell's command line into words, as far as the documents' commands need it. */
final class ShellWords {
    private static final String ENDS = "|;&><)#";

    private ShellWords() {}

    /** The words from a place in a line up to where the command ends, quotes taken off. */
    static List<String> from(String line, int start) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean isOpen = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'' || c == '"') {
                int end = line.indexOf(c, i + 1);
                if (end < 0) {
                    throw new IllegalArgumentException("an open quote: " + line);
                }
                word.append(line, i + 1, end);
                isOpen = true;
                i = end;
            } else if (Character.isWhitespace(c) || ENDS.indexOf(c) >= 0) {
                if (isOpen) {
                    words.add(word.toString());
                }
                word.setLength(0);
                isOpen = false;
                if (!Character.isWhitespace(c)) {
                    break;
                }
            } else {
                word.append(c);
                isOpen = true;
            }
        }
        if (isOpen) {
            words.add(word.toString());
        }
        return words;
    }
}
