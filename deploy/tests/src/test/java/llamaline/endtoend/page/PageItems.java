package llamaline.endtoend.page;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llamaline.documents.Documents;

/** The items of {@code docs/transformers.md}, as a reader sees them. */
final class PageItems {
    private static final String DOCUMENT = "docs/transformers.md";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern RESULT =
            Pattern.compile("^Result: (.*?)(?:\n\n|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    private PageItems() {}

    /**
     * One item.
     *
     * @param commands that can be run as they stand
     * @param quotes what the result's text shows of their output
     */
    record Item(String title, List<String> commands, List<String> quotes) {
        @Override
        public String toString() {
            return title;
        }
    }

    /** All items that have a command to run. */
    static List<Item> all() {
        return Stream.of(Documents.text(DOCUMENT).split("\n## ", -1))
                .skip(1)
                .map(PageItems::item)
                .filter(item -> !item.commands().isEmpty())
                .toList();
    }

    private static Item item(String section) {
        List<String> quotes =
                RESULT.matcher(section)
                        .results()
                        .flatMap(result -> CODE.matcher(result.group(1)).results())
                        .map(code -> code.group(1))
                        .toList();
        List<String> commands =
                Documents.commandsIn(section).stream().filter(PageItems::isRun).toList();
        return new Item(section.lines().findFirst().orElseThrow(), commands, quotes);
    }

    /** Those that serve until they are stopped, or name a reader's folder, have other tests. */
    private static boolean isRun(String command) {
        return !command.startsWith("./llamaline up")
                && !command.equals("./llamaline chat")
                && !command.contains(" DIR");
    }
}
