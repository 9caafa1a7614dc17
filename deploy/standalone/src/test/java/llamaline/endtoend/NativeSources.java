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

    /** Returns what native-image would be given, with the settings that this build was given. */
    static Path of(String module) throws IOException, InterruptedException {
        Path folder = FrontScript.ROOT.resolve(module);
        Path log = Files.createTempFile("llamaline-native", ".log");
        try {
            Process build =
                    new ProcessBuilder(command(folder))
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
            return folder.resolve("target/native-sources");
        } finally {
            Files.delete(log);
        }
    }

    private static List<String> command(Path folder) {
        return List.of(
                maven().orElseThrow().toString(),
                "-o",
                "-B",
                "-ntp",
                "-q",
                "-f",
                folder.resolve("pom.xml").toString(),
                "-Dnative",
                "-Dquarkus.native.sources-only=true",
                "-DskipTests",
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
