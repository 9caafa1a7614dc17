package llamaline.cli.batch;

import java.util.List;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * The column of a file that holds the prompts.
 *
 * @param file for messages
 * @param wanted the caller's choice, if any
 */
record PromptColumn(String file, @Nullable String wanted) {
    private static final List<String> USUAL = List.of("prompt", "text");

    /**
     * The one that was asked for, else {@code prompt}, else {@code text}.
     *
     * @param columns the file's
     * @throws CommandFailure naming those that there are
     */
    String among(List<String> columns) throws CommandFailure {
        List<String> candidates = wanted == null ? USUAL : List.of(wanted);
        return candidates.stream()
                .filter(columns::contains)
                .findFirst()
                .orElseThrow(() -> missing(columns));
    }

    private CommandFailure missing(List<String> columns) {
        String named = "'" + (wanted == null ? String.join("' or '", USUAL) : wanted) + "'";
        return CommandFailure.usage(
                "%s has no column %s; it has: %s; choose with --column NAME"
                        .formatted(file, named, String.join(", ", columns)));
    }
}
