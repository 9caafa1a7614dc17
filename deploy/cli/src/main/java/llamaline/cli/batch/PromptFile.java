package llamaline.cli.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * A file of prompts in UTF-8; the end of its name says how they are written: {@code .jsonl}, {@code
 * .csv} or {@code .txt}.
 *
 * @param column that holds them, if the caller says so
 */
record PromptFile(Path path, @Nullable String column) {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /**
     * Starts at its beginning.
     *
     * @throws CommandFailure if it cannot be read, or its name has another end
     */
    PromptFileReader open() throws CommandFailure, IOException {
        String name = path.toString();
        var choice = new PromptColumn(name, column);
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "jsonl", "ndjson" -> new JsonLinesPrompts(text(), choice);
            case "csv" -> new CsvPrompts(text(), choice);
            case "txt" -> {
                if (column != null) {
                    throw CommandFailure.usage(
                            "--column goes with .jsonl and .csv; each line of %s is a prompt"
                                    .formatted(name));
                }
                yield new TextPrompts(text());
            }
            default ->
                    throw CommandFailure.usage("--input reads .jsonl, .csv and .txt, not " + name);
        };
    }

    /** Reads it once to its end: how many prompts there are. */
    int count() throws CommandFailure, IOException {
        try (PromptFileReader prompts = open()) {
            int count = 0;
            while (prompts.next().isPresent()) {
                count++;
            }
            return count;
        } catch (CharacterCodingException e) {
            throw new CommandFailure("%s is not valid UTF-8".formatted(path), e);
        }
    }

    private BufferedReader text() throws CommandFailure, IOException {
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure("no such file: " + path);
        }
        BufferedReader text = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }
}
