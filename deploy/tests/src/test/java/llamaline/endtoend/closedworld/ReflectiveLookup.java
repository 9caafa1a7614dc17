package llamaline.endtoend.closedworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a service looked up while it ran.
 *
 * @param kind class, members, call, resource, proxy or service
 * @param target names, separated by commas
 * @param caller the first method outside the JDK's core
 */
record ReflectiveLookup(String kind, String target, String caller) {
    private static final String OURS = "llamaline.";
    private static final String KAFKA = "org.apache.kafka.";

    /** What Quarkus generates names classes by constants, which an image resolves by itself. */
    private static final Pattern GENERATED =
            Pattern.compile("io\\.quarkus\\.(runner\\.recorded|arc\\.setup)\\..*|.*_Bean\\.create");

    /**
     * The launcher's part of a process; management beans, which Kafka's clients do without; types
     * in generic signatures, which an image holds ready.
     */
    private static final List<String> NOT_OF_IMAGES =
            List.of("llamaline.launcher.", "com.sun.jmx.", "sun.reflect.generics.");

    static List<ReflectiveLookup> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\t", 3))
                .map(parts -> new ReflectiveLookup(parts[0], parts[1], parts[2]))
                .toList();
    }

    /** Whether an image must be told of it, by us: of our classes, of Kafka's, or for our code. */
    boolean isOurs() {
        boolean isNamed = target.startsWith(OURS) || target.startsWith(KAFKA);
        boolean isAsked = caller.startsWith(OURS) && !target.startsWith("java.");
        return (isNamed || isAsked)
                && !GENERATED.matcher(caller).matches()
                && NOT_OF_IMAGES.stream()
                        .noneMatch(part -> caller.startsWith(part) || target.startsWith(part));
    }

    boolean isRegistered(NativeRegistrations registrations) {
        return switch (kind) {
            case "class", "members", "call" -> registrations.hasType(target);
            case "resource" -> registrations.hasResource(target);
            case "service" -> registrations.hasResource("META-INF/services/" + target);
            default -> false;
        };
    }
}
