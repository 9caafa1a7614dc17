package llamaline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Files of this project, and programs that run in its folder. */
final class Repository {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final int LIMIT_SECONDS = 60;

    private Repository() {}

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program said that ended well, on both streams. */
    static String output(String... command) {
        return new String(run(0, command), StandardCharsets.UTF_8);
    }

    /** What a program said that failed. */
    static String failure(String... command) {
        return new String(run(1, command), StandardCharsets.UTF_8);
    }

    private static byte[] run(int exitCode, String... command) {
        try {
            var builder = new ProcessBuilder(command).directory(ROOT.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment()
                    .merge(
                            "PATH",
                            Path.of(System.getProperty("java.home"), "bin").toString(),
                            (path, java) -> java + ":" + path);
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() != exitCode) {
                process.destroyForcibly();
                throw new AssertionError(
                        "%s: %s".formatted(command[0], new String(said, StandardCharsets.UTF_8)));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
