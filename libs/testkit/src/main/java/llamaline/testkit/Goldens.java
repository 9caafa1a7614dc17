package llamaline.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads the expected values that ship with the project. */
public final class Goldens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ConcurrentHashMap<String, Path> FOLDERS = new ConcurrentHashMap<>();

    private Goldens() {}

    /** Reads a file with one JSON object on each line. */
    public static Stream<JsonNode> lines(Path jsonl) {
        try {
            return Files.readAllLines(jsonl).stream()
                    .filter(line -> !line.isBlank())
                    .map(Goldens::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file that is one JSON object. */
    public static JsonNode object(Path json) {
        try {
            return parse(Files.readString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a folder of this library's resources, to be read only.
     *
     * @param name {@code tiny-7b}, {@code demo-4112} or {@code sampling}
     * @throws IllegalArgumentException where there is none of that name
     */
    public static Path resource(String name) {
        return FOLDERS.computeIfAbsent(
                name, key -> ResourceFolder.open(Goldens.class.getClassLoader(), "goldens/" + key));
    }

    /**
     * Finds the demo model {@code deploy/models/demo}, from the working directory upwards.
     *
     * @throws IllegalStateException where it is not there
     */
    public static Path demoModel() {
        Path from = Path.of("").toAbsolutePath();
        for (Path at = from; at != null; at = at.getParent()) {
            Path model = at.resolve("deploy").resolve("models").resolve("demo");
            if (Files.isDirectory(model)) {
                return model;
            }
        }
        throw new IllegalStateException("no deploy/models/demo in " + from + " or above it");
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
