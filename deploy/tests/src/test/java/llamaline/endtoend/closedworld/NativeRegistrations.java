package llamaline.endtoend.closedworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a native image of a service would be told of: read from all that Quarkus hands over. */
final class NativeRegistrations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "META-INF/native-image/";

    private final Set<String> types = new HashSet<>();
    private final List<Pattern> resources = new ArrayList<>();

    /** Nothing. */
    NativeRegistrations() {}

    /**
     * @param sources Quarkus' native-sources: the service's jar, and those that it needs in lib
     */
    static NativeRegistrations of(Path sources) throws IOException {
        var registrations = new NativeRegistrations();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                registrations.addJar(jar);
            }
        }
        return registrations;
    }

    boolean hasType(String name) {
        return types.contains(name);
    }

    boolean hasResource(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return resources.stream().anyMatch(pattern -> pattern.matcher(relative).matches());
    }

    private void addJar(Path path) throws IOException {
        try (var jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().filter(NativeRegistrations::isMetadata).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    add(entry.getName(), JSON.readTree(in));
                }
            }
        }
    }

    private static boolean isMetadata(JarEntry entry) {
        return entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".json");
    }

    private void add(String file, JsonNode metadata) {
        if (file.endsWith("reflect-config.json")) {
            metadata.forEach(type -> types.add(type.path("name").asText()));
        } else if (file.endsWith("reachability-metadata.json")) {
            metadata.path("reflection").forEach(type -> types.add(type.path("type").asText()));
        } else if (file.endsWith("resource-config.json")) {
            JsonNode all = metadata.path("resources");
            (all.isArray() ? all : all.path("includes"))
                    .forEach(one -> resources.add(Pattern.compile(one.path("pattern").asText())));
        }
    }
}
