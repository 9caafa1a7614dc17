package llamaline.endtoend.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.FrontScript;
import llamaline.testkit.Await;

/** A program at a terminal, by util-linux's {@code script}; a person types and reads. */
final class PseudoTerminal implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Process script;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /** How much of the screen was read. */
    private int read;

    private PseudoTerminal(Process script) {
        this.script = script;
        Thread.ofPlatform().daemon().name("screen").start(this::watch);
    }

    /** Skips the test where there is no such program. */
    static void require() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script"))
                        && System.getProperty("os.name").equals("Linux"),
                "no script, which gives a terminal: install util-linux on Linux");
    }

    static PseudoTerminal start(String call) throws IOException {
        ProcessBuilder builder =
                FrontScript.prepared(
                        new ProcessBuilder("/usr/bin/script", "-qefc", call, "/dev/null"));
        builder.environment().put("TERM", "xterm");
        return new PseudoTerminal(builder.redirectErrorStream(true).start());
    }

    void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        script.getOutputStream().flush();
    }

    /** Waits until the text stands behind what was read, and reads to its end. */
    void awaitText(String text) {
        Await.until(text, () -> shown().indexOf(text, read) >= 0);
        read = shown().indexOf(text, read) + text.length();
    }

    /** Waits until there is so much more than what was read. */
    void awaitMoreThan(int letters) {
        Await.until("more text", () -> shown().length() > read + letters);
    }

    int exitCode() throws InterruptedException {
        if (!script.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + shown());
        }
        return script.exitValue();
    }

    @Override
    public void close() {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private void watch() {
        try {
            script.getInputStream().transferTo(screen);
        } catch (IOException e) {
            screen.writeBytes(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
