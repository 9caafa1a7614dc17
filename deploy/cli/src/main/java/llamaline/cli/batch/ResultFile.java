package llamaline.cli.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import llamaline.cli.terminal.CommandFailure;

/**
 * Results, a JSON object a line, in the prompts' order. A line counts as finished by the newline at
 * its end. Not thread-safe.
 */
final class ResultFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;
    private int size;
    private int failures;

    private ResultFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A new, empty one.
     *
     * @throws CommandFailure if it is there and is to be kept
     */
    static ResultFile create(Path path, boolean overwrites) throws CommandFailure, IOException {
        if (Files.exists(path) && !overwrites) {
            throw CommandFailure.usage(
                    "%s is there already; --resume goes on with it, --overwrite replaces it"
                            .formatted(path));
        }
        return new ResultFile(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    /**
     * One that an interrupted run left, or a new one. What follows its last newline is dropped, and
     * {@code prompts} is read past the prompts that are finished.
     *
     * @throws CommandFailure if it holds the results of other prompts
     */
    static ResultFile resume(Path path, PromptFileReader prompts)
            throws CommandFailure, IOException {
        if (!Files.exists(path)) {
            return create(path, false);
        }
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(wholeLines(file));
        }
        var results =
                new ResultFile(
                        FileChannel.open(
                                path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        try (var lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                results.requireNextResult(line, prompts, path);
            }
        } catch (CommandFailure | IOException e) {
            results.close();
            throw e;
        }
        return results;
    }

    /** Length up to the last newline and with it. */
    private static long wholeLines(RandomAccessFile file) throws IOException {
        for (long end = file.length(); end > 0; end--) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                return end;
            }
        }
        return 0;
    }

    private void requireNextResult(String line, PromptFileReader prompts, Path path)
            throws CommandFailure, IOException {
        PromptLine prompt = prompts.next().orElse(null);
        JsonNode result = parsed(line);
        boolean fits =
                result.path("index").asInt(-1) == size
                        && switch (prompt) {
                            case null -> false;
                            case PromptLine.Text(String text) ->
                                    text.equals(result.path("prompt").textValue());
                            case PromptLine.Broken _ -> result.has("error");
                        };
        if (!fits) {
            throw CommandFailure.usage(
                    "line %d of %s is no result of prompt %d of this input; --overwrite replaces it all"
                            .formatted(size + 1, path, size));
        }
        count(result);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Writes a result's line. */
    void add(JsonNode result) throws IOException {
        count(result);
        ByteBuffer line = ByteBuffer.wrap((result + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** The count of lines that are finished. */
    int size() {
        return size;
    }

    /** Those of them that say why there is no answer. */
    int failures() {
        return failures;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void count(JsonNode result) {
        size++;
        if (result.has("error")) {
            failures++;
        }
    }
}
