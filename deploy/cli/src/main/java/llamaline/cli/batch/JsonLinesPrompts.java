package llamaline.cli.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;

/** A JSON object on each line; the first one decides on the column. Empty lines are passed over. */
final class JsonLinesPrompts implements PromptFileReader {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final BufferedReader lines;
    private final PromptColumn choice;
    private @Nullable String column;
    private int lineNumber;

    JsonLinesPrompts(BufferedReader lines, PromptColumn choice) {
        this.lines = lines;
        this.choice = choice;
    }

    @Override
    public Optional<PromptLine> next() throws CommandFailure, IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            lineNumber++;
            if (!line.isBlank()) {
                return Optional.of(parsed(line));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private PromptLine parsed(String line) throws CommandFailure {
        try {
            JsonNode object = JSON.readTree(line);
            return object.isObject() ? promptOf(object) : broken("is no JSON object");
        } catch (JsonProcessingException e) {
            return broken("is no JSON object: " + e.getOriginalMessage());
        }
    }

    private PromptLine promptOf(JsonNode object) throws CommandFailure {
        if (column == null) {
            List<String> names =
                    object.properties().stream().map(property -> property.getKey()).toList();
            column = choice.among(names);
        }
        JsonNode prompt = object.path(column);
        return prompt.isTextual()
                ? new PromptLine.Text(prompt.textValue())
                : broken("has no text in '%s'".formatted(column));
    }

    private PromptLine broken(String problem) {
        return new PromptLine.Broken("line %d %s".formatted(lineNumber, problem));
    }
}
