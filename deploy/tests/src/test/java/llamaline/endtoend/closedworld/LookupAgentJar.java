package llamaline.endtoend.closedworld;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Packs {@link LookupAgent} as a JVM wants it: a jar that is on the boot class path too. */
final class LookupAgentJar {
    private static final String NAME = "lookup-agent.jar";

    private LookupAgentJar() {}

    /** Returns its path. */
    static Path writtenTo(Path folder) throws IOException {
        Path jar = folder.resolve(NAME);
        Path classes = Path.of("target/test-classes");
        Path own = classes.resolve(LookupAgent.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(own);
                var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            for (Path file : files.filter(LookupAgentJar::isOfAgent).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    private static boolean isOfAgent(Path file) {
        String name = file.getFileName().toString();
        return name.matches("Lookup(Agent|Recorder)(\\$.*)?\\.class");
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Premain-Class"), LookupAgent.class.getName());
        main.put(new Attributes.Name("Boot-Class-Path"), NAME);
        main.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        return manifest;
    }
}
