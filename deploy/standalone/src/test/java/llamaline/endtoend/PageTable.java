package llamaline.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The README's table of Transformers' page, as a reader sees it. */
final class PageTable {
    private static final Pattern ROW = Pattern.compile("^\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\| ?");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final int COLUMNS = 4;

    private PageTable() {}

    /**
     * A row.
     *
     * @param commands that can be run as they stand; none where a row only says something
     * @param quotes what the result's text shows of their output
     */
    record Row(String item, List<String> commands, List<String> quotes) {}

    /** All rows that have a command. */
    static List<Row> rows() throws IOException {
        String readme = Files.readString(FrontScript.ROOT.resolve("README.md"));
        int start = readme.indexOf("| the page | its example |");
        String table = readme.substring(start, readme.indexOf("\n\n", start));
        return ROW.matcher(table)
                .results()
                .map(row -> row(row.group(1)))
                .filter(row -> !row.commands().isEmpty())
                .toList();
    }

    private static Row row(String line) {
        List<String> cells =
                List.of(CELL_BORDER.split(line, -1)).stream()
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList();
        if (cells.size() != COLUMNS) {
            throw new AssertionError(cells.size() + " cells: " + line);
        }
        List<String> commands = codes(cells.get(2)).stream().filter(PageTable::isRun).toList();
        return new Row(cells.get(0), commands, codes(cells.get(3)));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    /** What serves until it is stopped, or names a folder of the reader's, is tested elsewhere. */
    private static boolean isRun(String code) {
        boolean isCommand =
                code.startsWith("./llamaline ")
                        || code.startsWith("printf ")
                        || code.startsWith("curl ");
        return isCommand
                && !code.startsWith("./llamaline up")
                && !code.equals("./llamaline chat")
                && !code.contains(" DIR");
    }
}
