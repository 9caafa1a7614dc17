package llamaline.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds a service as far as a native image can be built without GraalVM: all but the image. */
final class NativeSources {
    private static final int LIMIT_SECONDS = 300;

    private NativeSources() {}

    /** Whether Maven is at hand; where not, says that the test was not run. */
    static boolean canBeBuilt() {
        boolean isHere = maven().isPresent();
        if (!isHere) {
            System.out.println("not run: mvn is not on the PATH");
        }
        return isHere;
    }

    /** Builds what native-image would be given for each of these services. */
    static void build(String... modules) throws IOException, InterruptedException {
        Path log = Files.createTempFile("llamaline-native", ".log");
        try {
            Process build =
                    new ProcessBuilder(command(modules))
                            .directory(FrontScript.ROOT.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!build.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                build.destroyForcibly();
                throw new AssertionError("still building: " + Files.readString(log));
            }
            if (build.exitValue() != 0) {
                throw new AssertionError(Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
    }

    /** What was built for a service. */
    static Path of(String module) {
        return FrontScript.ROOT.resolve(module).resolve("target/native-sources");
    }

    /** With the libraries that they need: a fresh machine has not installed any. */
    private static List<String> command(String... modules) {
        return List.of(
                maven().orElseThrow().toString(),
                "-o",
                "-B",
                "-ntp",
                "-q",
                "-pl",
                String.join(",", modules),
                "-am",
                "-Dnative",
                "-Dquarkus.native.sources-only=true",
                "-Dmaven.test.skip=true",
                "package");
    }

    private static Optional<Path> maven() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
