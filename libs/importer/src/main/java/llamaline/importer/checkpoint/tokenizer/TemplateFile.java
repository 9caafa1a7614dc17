package llamaline.importer.checkpoint.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.model.ModelFileException;
import llamaline.v1.ChatFormat;

/**
 * A checkpoint's chat template, of which only the format is of interest: the layouts themselves are
 * the tokenizer's.
 *
 * @param place what messages name
 * @param jinja empty where the model does not chat
 */
record TemplateFile(String place, String jinja) {
    private static final String FILE = "chat_template.jinja";
    private static final String FIELD = "chat_template";

    /** Reads the file, which comes first in Transformers too, or tokenizer_config.json. */
    static TemplateFile of(Path directory, JsonSettings config) {
        Path file = directory.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try {
                return new TemplateFile(file.toString(), Files.readString(file));
            } catch (IOException e) {
                throw ModelFileException.unreadable(file, e);
            }
        }
        String place = config.place() + ": " + FIELD;
        if (!config.has(FIELD)) {
            return new TemplateFile(place, "");
        }
        JsonNode node = config.object().get(FIELD);
        return new TemplateFile(
                place, node.isArray() ? named(config, node) : config.text(FIELD).orElse(""));
    }

    /** Finds the template that is called default. */
    private static String named(JsonSettings config, JsonNode templates) {
        for (JsonNode template : templates) {
            if (template.path("name").asText("").equals("default")) {
                return template.path("template").asText("");
            }
        }
        throw config.wrong(FIELD, "is a list without one named default");
    }

    /**
     * Tells the format by what the template writes.
     *
     * @throws ModelFileException where it is neither of Code Llama's
     */
    ChatFormat format() {
        if (jinja.isBlank()) {
            return ChatFormat.NO_CHAT;
        }
        if (jinja.contains("[INST]") && jinja.contains("<<SYS>>")) {
            return ChatFormat.INST;
        }
        if (jinja.contains("Source: ") && jinja.contains("<step>")) {
            return ChatFormat.SOURCE_STEP;
        }
        throw new ModelFileException(
                place
                        + ": is neither of Code Llama's formats ([INST] with <<SYS>>, or Source:"
                        + " with <step>); without a chat template the model is served for"
                        + " completions");
    }
}
