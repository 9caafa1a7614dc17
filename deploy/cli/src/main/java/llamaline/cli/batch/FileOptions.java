package llamaline.cli.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.cli.terminal.CommandFailure;
import llamaline.launcher.machine.FileFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Prompts from a file, results into another. */
public final class FileOptions {
    private static final int MOST_AT_ONCE = 256;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "Prompts, in UTF-8. By its name's end: jsonl has an object a line, csv a"
                            + " line of names and then values, txt a prompt a line.")
    private @Nullable Path input;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Results in the same order, an object a line: index, prompt, text and"
                            + " finish_reason, or error.")
    private @Nullable Path output;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Holds the prompts (prompt, else text).")
    private @Nullable String column;

    @Option(
            names = "--resume",
            description = "Go on where an interrupted run ended; what is finished is kept.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace the results that are there.")
    private boolean overwrite;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Requests at once (${DEFAULT-VALUE}).")
    private int parallel = 8;

    /** Says whether prompts come from a file. */
    public boolean isGiven() {
        return input != null;
    }

    int parallel() {
        return parallel;
    }

    PromptFile prompts() {
        if (input == null) {
            throw new IllegalStateException("no --input");
        }
        return new PromptFile(input, column);
    }

    /**
     * Opens the output as the options say, and reads {@code prompts} past what is finished there.
     */
    ResultFile results(PromptFileReader prompts) throws CommandFailure, IOException {
        if (output == null) {
            throw CommandFailure.usage("--input goes with --output");
        }
        return resume ? ResultFile.resume(output, prompts) : ResultFile.create(output, overwrite);
    }

    /**
     * Checks the options of a run against each other.
     *
     * @throws CommandFailure for options that exclude each other, or need one that is missing
     */
    public void requireConsistent() throws CommandFailure {
        if ((input == null) != (output == null)) {
            throw CommandFailure.usage("--input and --output go together");
        }
        if (input == null && (column != null || resume || overwrite)) {
            throw CommandFailure.usage("--column, --resume and --overwrite go with --input");
        }
        if (resume && overwrite) {
            throw CommandFailure.usage(
                    "--resume keeps what --overwrite replaces; give one of them");
        }
        if (parallel < 1 || parallel > MOST_AT_ONCE) {
            throw CommandFailure.usage(
                    "--parallel is 1 to %d, got %d".formatted(MOST_AT_ONCE, parallel));
        }
        requireTwoFiles();
    }

    private void requireTwoFiles() throws CommandFailure {
        try {
            if (input != null
                    && output != null
                    && Files.exists(input)
                    && Files.exists(output)
                    && Files.isSameFile(input, output)) {
                throw CommandFailure.usage("--input and --output are the same file: " + input);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read %s: %s".formatted(input, FileFailure.reason(e)), e);
        }
    }
}
