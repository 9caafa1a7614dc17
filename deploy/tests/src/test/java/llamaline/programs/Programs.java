package llamaline.programs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs that a machine may have or not. A test that needs one which is missing is skipped, which
 * is no pass: the test command's last lines say what was skipped, and how to get the program.
 */
public final class Programs {
    /** How to get what {@code .ci/programs} fetches. */
    public static final String FETCH = "eval \"$(.ci/programs)\" fetches it";

    private static final int LIMIT_SECONDS = 60;

    private Programs() {}

    /** What came of a call; both outputs together. */
    public record Outcome(int exitCode, String out) {}

    /**
     * Skips the test where a program is not on the PATH.
     *
     * @param remedy how to get it
     */
    public static void require(String program, String remedy) {
        assumeTrue(
                find(program).isPresent(),
                () -> "%s is not on the PATH: %s".formatted(program, remedy));
    }

    /**
     * Skips the test where an environment variable is not set.
     *
     * @param remedy how to get what it names
     * @return its value
     */
    public static String requireVariable(String variable, String remedy) {
        String value = System.getenv().getOrDefault(variable, "").strip();
        assumeTrue(!value.isEmpty(), () -> "%s is not set: %s".formatted(variable, remedy));
        return value;
    }

    /** Runs a program to its end, within a minute. */
    public static Outcome run(List<String> command) {
        try {
            Path out = Files.createTempFile("llamaline-program", ".out");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(out.toFile())
                                .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running: " + command);
                }
                String text = Files.readString(out, StandardCharsets.UTF_8);
                return new Outcome(process.exitValue(), text);
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Where a program is, by the PATH. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
