package llamaline.cli.tokens;

import java.util.ArrayList;
import llamaline.cli.terminal.CommandFailure;

/** Reads ids as people write them: commas or white space between them, brackets around them. */
public final class TokenIdText {
    private TokenIdText() {}

    /**
     * Reads token ids that a person wrote, separated by commas or blanks.
     *
     * @param vocabulary ids are below it
     * @throws CommandFailure naming the first that is none
     */
    public static int[] parse(String text, int vocabulary) throws CommandFailure {
        var ids = new ArrayList<Integer>();
        for (String part : text.replaceAll("[\\[\\],]", " ").strip().split("\\s+", -1)) {
            ids.add(id(part, vocabulary));
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int id(String part, int vocabulary) throws CommandFailure {
        try {
            int id = Integer.parseInt(part);
            if (id >= 0 && id < vocabulary) {
                return id;
            }
        } catch (NumberFormatException _) {
            // Said below, as of numbers outside.
        }
        throw CommandFailure.usage(
                "--ids takes ids from 0 to %d, such as 1,822,3158; got '%s'"
                        .formatted(vocabulary - 1, part));
    }
}
