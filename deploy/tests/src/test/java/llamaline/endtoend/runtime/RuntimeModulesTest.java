package llamaline.endtoend.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import llamaline.endtoend.stack.FrontScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images' Java runtime has the modules that the services' classes refer to. */
class RuntimeModulesTest {
    /** Referred to by classes that no service loads. */
    private static final Set<String> EXCUSED =
            Set.of(
                    // Vert.x' code generator.
                    "jdk.compiler",
                    // Jackson's and Expression Language's optional bean annotations; substitutions
                    // for native images.
                    "java.desktop");

    @Test
    void holdsWhatTheServicesReferTo(@TempDir Path folder) throws IOException {
        Set<String> kept =
                new TreeSet<>(
                        Files.readAllLines(FrontScript.ROOT.resolve("deploy/containers/modules")));
        // All three together: most of their libraries are the same.
        var unpacked = new HashSet<String>();
        for (String service : List.of("gateway-service", "tokenizer-service", "inference-worker")) {
            unpackClasses(
                    FrontScript.ROOT.resolve(service).resolve("target/quarkus-app"),
                    folder,
                    unpacked);
        }
        Set<String> missing = new TreeSet<>(referredTo(folder));
        missing.removeAll(EXCUSED);
        missing.removeAll(kept);
        assertEquals(Set.of(), missing);
    }

    private static Set<String> referredTo(Path classes) {
        var out = new StringWriter();
        int code =
                ToolProvider.findFirst("jdeps")
                        .orElseThrow()
                        .run(
                                new PrintWriter(out),
                                new PrintWriter(out),
                                "--ignore-missing-deps",
                                "--print-module-deps",
                                classes.toString());
        assertEquals(0, code, out::toString);
        return Set.of(out.toString().strip().split(","));
    }

    /** Without the jars' own module descriptions, whose modules are not all there. */
    private static void unpackClasses(Path application, Path folder, Set<String> unpacked)
            throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                if (unpacked.add(jar.getFileName().toString() + Files.size(jar))) {
                    unpack(jar, folder);
                }
            }
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(RuntimeModulesTest::isClass).toList()) {
                unpack(file, entry, folder);
            }
        }
    }

    private static boolean isClass(JarEntry entry) {
        String name = entry.getName();
        return name.endsWith(".class")
                && !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/");
    }

    private static void unpack(JarFile file, JarEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
