package llamaline.endtoend.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Calls {@code ./llamaline} of this project on what is built. Before the first call the start-up
 * caches are recorded, as after a build, so that tests start what a user starts, and start it in a
 * third of the time.
 */
public final class FrontScript {
    public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final int LIMIT_SECONDS = 180;

    static {
        run(prepared(new ProcessBuilder(ROOT.resolve("llamaline").toString(), "record")), "");
    }

    private FrontScript() {}

    /** What came of a call. */
    public record Outcome(int exitCode, String out, String err) {}

    public static ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<>(List.of(ROOT.resolve("llamaline").toString()));
        command.addAll(List.of(arguments));
        return prepared(new ProcessBuilder(command));
    }

    /** Runs a shell's line in the project's folder, as a reader of the README does. */
    public static Outcome shell(String line) {
        return run(prepared(new ProcessBuilder("/bin/sh", "-c", line)), "");
    }

    /** The same with more in its environment. */
    public static Outcome shell(String line, Map<String, String> environment) {
        ProcessBuilder builder = prepared(new ProcessBuilder("/bin/sh", "-c", line));
        builder.environment().putAll(environment);
        return run(builder, "");
    }

    public static Outcome run(String input, String... arguments) {
        return run(builder(arguments), input);
    }

    public static ProcessBuilder prepared(ProcessBuilder builder) {
        builder.directory(ROOT.toFile());
        builder.environment().put("LLAMALINE_BUILD", "off");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static Outcome run(ProcessBuilder builder, String input) {
        try {
            Path out = Files.createTempFile("llamaline-call", ".out");
            Path err = Files.createTempFile("llamaline-call", ".err");
            try {
                Process process =
                        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running: " + Files.readString(err));
                }
                return new Outcome(
                        process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
