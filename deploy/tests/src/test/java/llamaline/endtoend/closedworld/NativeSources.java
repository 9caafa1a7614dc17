package llamaline.endtoend.closedworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.FrontScript;
import llamaline.programs.Programs;

/** Builds a service as far as a native image can be built without GraalVM: all but the image. */
final class NativeSources {
    private static final int LIMIT_SECONDS = 300;

    private NativeSources() {}

    /** Skips the test where Maven is not here. */
    static void require() {
        Programs.require("mvn", "install Maven 3.8 or newer");
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
                "mvn",
                "-o",
                "-B",
                "-ntp",
                "-q",
                "-pl",
                String.join(",", modules),
                "-am",
                "-Dnative",
                "-Dquarkus.native.sources-only=true",
                // Compiled before; only the image's sources are made of it here.
                "-Dmaven.main.skip=true",
                "-Dmaven.test.skip=true",
                "package");
    }
}
