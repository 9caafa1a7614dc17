package llamaline.kubernetes;

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

/** Programs that a machine may have or not. */
final class Programs {
    private static final int LIMIT_SECONDS = 60;

    private Programs() {}

    /** What came of a call; both outputs together. */
    record Outcome(int exitCode, String out) {}

    /** Whether a program is on the PATH; where not, says that the test was not run. */
    static boolean isHere(String program) {
        boolean isHere = find(program).isPresent();
        if (!isHere) {
            System.out.printf("not run: %s is not on the PATH%n", program);
        }
        return isHere;
    }

    static Outcome run(List<String> command) {
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

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
