package llamaline.kubernetes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The settings of the services, read from their compiled {@code …Config} interfaces. */
final class ServiceSettings {
    private static final Map<String, String> CONFIGS =
            Map.of(
                    "gateway-service", "llamaline.gateway.GatewayConfig",
                    "tokenizer-service", "llamaline.tokenization.TokenizerConfig",
                    "inference-worker", "llamaline.worker.WorkerConfig");
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";

    private ServiceSettings() {}

    /** Full names, such as {@code llamaline.gateway.limits.open-calls}. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        CONFIGS.forEach((module, type) -> names.addAll(names(module, type)));
        names.addAll(names("libs/kafka", "llamaline.kafka.TopicsConfig"));
        names.addAll(names("libs/kafka", "llamaline.kafka.LivenessConfig"));
        return names;
    }

    /** By the environment variable that sets each. */
    static Map<String, String> byVariable() {
        return names().stream()
                .collect(Collectors.toMap(ServiceSettings::variable, Function.identity()));
    }

    static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static Set<String> names(String module, String type) {
        Path classes = Path.of("../..").resolve(module).resolve("target/classes");
        JavaClass config = new ClassFileImporter().importPath(classes).get(type);
        String prefix = (String) config.getAnnotationOfType(MAPPING).get("prefix").orElseThrow();
        Set<String> names = new TreeSet<>();
        add(names, prefix, config);
        return names;
    }

    private static void add(Set<String> names, String prefix, JavaClass config) {
        for (JavaMethod method : config.getMethods()) {
            String name = prefix + "." + kebab(method.getName());
            JavaClass type = method.getRawReturnType();
            if (type.isInterface() && type.getName().startsWith(config.getName() + "$")) {
                add(names, name, type);
            } else {
                names.add(name);
            }
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
