package llamaline.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The compiled classes of every module but the test kit, without tests. */
final class ModuleClasses implements LocationProvider {
    private static final List<String> MODULES =
            List.of(
                    "libs/contract",
                    "libs/tokenizer",
                    "libs/attention-mask",
                    "libs/telemetry",
                    "libs/kafka",
                    "libs/importer",
                    "libs/broker",
                    "gateway-service",
                    "tokenizer-service",
                    "inference-worker",
                    "deploy/launcher",
                    "deploy/cli",
                    "deploy/benchmarks");

    @Override
    public Set<Location> get(Class<?> testClass) {
        var locations = new LinkedHashSet<Location>();
        for (String module : MODULES) {
            locations.add(Location.of(classesOf(module)));
        }
        return locations;
    }

    private static Path classesOf(String module) {
        Path root = Path.of("../..").toAbsolutePath().normalize();
        Path classes = root.resolve(module).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(
                    "not compiled: %s; build the project".formatted(classes));
        }
        return classes;
    }
}
