package llamaline.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart's files. */
final class Chart {
    static final Path FOLDER = Path.of("../kubernetes/llamaline").toAbsolutePath().normalize();

    private static final Path EXAMPLES = FOLDER.resolveSibling("examples");
    private static final ObjectMapper YAML = new YAMLMapper();

    private Chart() {}

    /** Values files that users may begin with. */
    static List<Path> examples() {
        return files(EXAMPLES);
    }

    static Path example(String name) {
        return EXAMPLES.resolve(name + ".yaml");
    }

    static List<Path> templates() {
        return files(FOLDER.resolve("templates"));
    }

    static JsonNode yaml(Path file) {
        return tree(text(file));
    }

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each of several documents, without those that are empty. */
    static List<JsonNode> documents(String yaml) {
        try (var documents =
                YAML.readerFor(JsonNode.class)
                        .<JsonNode>readValues(new YAMLFactory().createParser(yaml))) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
