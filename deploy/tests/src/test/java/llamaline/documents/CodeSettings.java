package llamaline.documents;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings that the compiled {@code @ConfigMapping} interfaces of all modules declare. */
final class CodeSettings {
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String DEFAULT = "io.smallrye.config.WithDefault";
    private static final String NAME = "io.smallrye.config.WithName";
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private CodeSettings() {}

    /** Name to default; the default is empty where there is none. */
    static Map<String, String> read() {
        var settings = new TreeMap<String, String>();
        for (JavaClass type : classes()) {
            type.tryGetAnnotationOfType(MAPPING)
                    .ifPresent(mapping -> collect(text(mapping, "prefix"), type, settings));
        }
        return settings;
    }

    private static JavaClasses classes() {
        List<Path> folders =
                MODULE.matcher(Documents.text("pom.xml"))
                        .results()
                        .map(module -> Documents.path(module.group(1)).resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    private static void collect(String prefix, JavaClass type, Map<String, String> settings) {
        for (JavaMethod method : type.getMethods()) {
            String name = prefix + "." + name(method);
            JavaClass value = method.getRawReturnType();
            if (value.isInterface() && value.getName().startsWith("llamaline.")) {
                collect(name, value, settings);
            } else {
                settings.put(
                        name,
                        method.tryGetAnnotationOfType(DEFAULT)
                                .map(given -> text(given, "value"))
                                .orElse(""));
            }
        }
    }

    private static String name(JavaMethod method) {
        return method.tryGetAnnotationOfType(NAME)
                .map(given -> text(given, "value"))
                .orElseGet(() ->
                        method.getName()
                                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                                .toLowerCase(Locale.ROOT));
    }

    private static String text(JavaAnnotation<?> annotation, String member) {
        return annotation.get(member).map(String::valueOf).orElse("");
    }
}
