package llamaline.frontscript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the front script in a folder with blanks in its name, with a JDK and a Maven that only
 * write down how they were called.
 */
final class FakeProject {
    private static final List<String> MODULES =
            List.of("gateway-service", "tokenizer-service", "inference-worker");

    /** What the scripts may use: nothing else is on the path, above all no JDK. */
    private static final List<String> TOOLS =
            List.of(
                    "awk",
                    "cat",
                    "dirname",
                    "find",
                    "flock",
                    "head",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sleep",
                    "sort",
                    "tail",
                    "tee",
                    "touch",
                    "tr",
                    "wc");

    private final Path folder;

    FakeProject(Path parent) throws IOException {
        this.folder = Files.createDirectories(parent.resolve("a project"));
        Path real = repositoryRoot();
        copy(real, "llamaline");
        copy(real, "deploy/containers/images.sh");
        try (Stream<Path> scripts = Files.list(real.resolve("scripts"))) {
            for (Path script : scripts.toList()) {
                copy(real, real.relativize(script).toString());
            }
        }
        write("pom.xml", "<project/>");
        write("libs/contract/src/main/java/Contract.java", "class Contract {}");
        write("libs/contract/src/test/java/ContractTest.java", "class ContractTest {}");
        write("deploy/models/demo/config.json", "{}");
        for (String module : MODULES) {
            write(module + "/src/main/java/Service.java", "class Service {}");
        }
        linkTools();
        writeJdk("tools/jdk", "25.0.3");
        script(
                "tools/jdk/bin/java",
                """
                #!/bin/sh
                echo "$@" >> '%s'
                """
                        .formatted(log("java")));
        script("tools/maven/bin/mvn", fakeMaven());
    }

    Path path(String relative) {
        return folder.resolve(relative);
    }

    void write(String file, String text) throws IOException {
        Files.createDirectories(path(file).getParent());
        Files.writeString(path(file), text);
    }

    void script(String file, String text) throws IOException {
        write(file, text);
        path(file).toFile().setExecutable(true);
    }

    /** A folder that looks like a JDK of that version. */
    void writeJdk(String home, String version) throws IOException {
        write(home + "/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home + "/bin/javac", "#!/bin/sh\n");
    }

    Path log(String tool) {
        return path("tools/" + tool + ".log");
    }

    /** How {@code tool} was called so far. */
    List<String> calls(String tool) throws IOException {
        return Files.exists(log(tool)) ? Files.readAllLines(log(tool)) : List.of();
    }

    /** Runs the front script from another folder. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        return start(Map.of(), arguments).await();
    }

    /**
     * Starts the front script.
     *
     * @param environment beside the fake tools'
     */
    Running start(Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("/bin/sh", path("llamaline").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "call", ".out");
        var builder =
                new ProcessBuilder(command)
                        .directory(path("tools").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LLAMALINE"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LLAMALINE_SYSTEM_ROOT", folder.toString());
        builder.environment().put("PATH", path("tools/bin").toString());
        builder.environment().remove("JDK_HOME");
        builder.environment().put("JAVA_HOME", path("tools/jdk").toString());
        builder.environment().put("MAVEN_HOME", path("tools/maven").toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out);
    }

    /** A call that runs. */
    record Running(Process process, Path out) {
        Outcome await() throws IOException, InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after 60 s: " + Files.readString(out));
            }
            return new Outcome(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        }
    }

    /** What came of a call; {@code text} is output and error together. */
    record Outcome(int exitCode, String text) {}

    /** Makes the products, or fails where a file {@code broken} lies in the root. */
    private String fakeMaven() {
        var makeProducts = new StringBuilder();
        for (String module : MODULES) {
            makeProducts
                    .append("mkdir -p ")
                    .append(module)
                    .append("/target/quarkus-app; touch ")
                    .append(module)
                    .append("/target/quarkus-app/quarkus-run.jar\n");
        }
        return """
        #!/bin/sh
        echo "$@" >> '%s'
        if [ -f broken ]; then echo 'Service.java: it does not compile'; exit 1; fi
        %s
        mkdir -p deploy/cli/target; touch deploy/cli/target/cli.jar
        """
                .formatted(log("mvn"), makeProducts);
    }

    private void linkTools() throws IOException {
        Files.createDirectories(path("tools/bin"));
        for (String tool : TOOLS) {
            for (String home : List.of("/usr/bin", "/bin")) {
                Path command = Path.of(home, tool);
                if (Files.exists(command) && Files.notExists(path("tools/bin").resolve(tool))) {
                    Files.createSymbolicLink(path("tools/bin").resolve(tool), command);
                }
            }
        }
    }

    private void copy(Path root, String file) throws IOException {
        Files.createDirectories(path(file).getParent());
        Files.copy(root.resolve(file), path(file));
    }

    private static Path repositoryRoot() {
        return Path.of("../..").toAbsolutePath().normalize();
    }
}
