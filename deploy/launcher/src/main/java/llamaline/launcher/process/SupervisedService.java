package llamaline.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.process.RestartPolicy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A service's process, started again where it dies, until it is stopped or dies too often. One
 * thread waits for the process; the others stop it.
 */
public final class SupervisedService {
    /** Lines of its log that are shown when it is given up. */
    private static final int SHOWN_LINES = 12;

    /** Such a service says why in one line, and ends in order. */
    private static final int LINES_OF_A_REFUSAL = 3;

    /** Exit code of a service that no new process helps: EX_CONFIG of sysexits.h. */
    private static final int AS_CONFIGURED = 78;

    private final String label;
    private final List<String> commandLine;
    private final Path log;
    private final LongSupplier nanoTime;
    private final Watcher watcher;
    private final RestartPolicy policy = new RestartPolicy();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * The running one; its pipe to the child closes with it, so it is held until the child ends.
     */
    private @Nullable Process process;

    /** Is told of a service's deaths. */
    public interface Watcher {
        void restarts(String label, int exitCode);

        /** The service will not come back. */
        void givesUp(String label, String reason);
    }

    public SupervisedService(
            String label,
            List<String> commandLine,
            Path log,
            LongSupplier nanoTime,
            Watcher watcher) {
        this.label = label;
        this.commandLine = List.copyOf(commandLine);
        this.log = log;
        this.nanoTime = nanoTime;
        this.watcher = watcher;
    }

    public void start() {
        Thread.ofPlatform().daemon().name("supervise-" + label).start(this::supervise);
    }

    /** Lets it run; should it end, it is not started again. */
    public void restartNoMore() {
        stopping.countDown();
    }

    /** Asks it to end; it may finish what it runs. Does not wait. */
    public synchronized void askToStop() {
        stopping.countDown();
        if (process != null) {
            // Not Process.destroy: that also closes the pipe, which ends the child at once.
            process.toHandle().destroy();
        }
    }

    /** Waits for it after {@link #askToStop}, then kills it. */
    public void awaitStop(Duration limit) throws InterruptedException {
        Process running = running();
        if (running != null && !running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            running.waitFor();
        }
    }

    /** Kills the process; it is not started again. */
    public synchronized void kill() {
        stopping.countDown();
        if (process != null) {
            process.destroyForcibly();
        }
    }

    String label() {
        return label;
    }

    private synchronized @Nullable Process running() {
        return process;
    }

    private void supervise() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = runOnce();
            }
        } catch (IOException e) {
            watcher.givesUp(label, "its process cannot be started: " + FileFailure.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the process once, and says whether it is to be started again. */
    private boolean runOnce() throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        Process started = launch();
        if (started == null) {
            return false;
        }
        int exitCode = started.waitFor();
        if (isStopping()) {
            return false;
        }
        if (exitCode == AS_CONFIGURED) {
            watcher.givesUp(label, refusal());
            return false;
        }
        var lived = Duration.ofNanos(nanoTime.getAsLong() - start);
        return switch (policy.afterDeath(lived)) {
            case Decision.Restart(Duration pause) -> {
                watcher.restarts(label, exitCode);
                yield !stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
            case Decision.GiveUp(int deaths) -> {
                watcher.givesUp(label, farewell(deaths, exitCode));
                yield false;
            }
        };
    }

    private synchronized @Nullable Process launch() throws IOException {
        if (isStopping()) {
            return null;
        }
        process =
                new ProcessBuilder(commandLine)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        return process;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private String refusal() {
        return "it cannot run as it is configured; the end of %s:\n%s"
                .formatted(log, String.join("\n", LogTail.of(log, LINES_OF_A_REFUSAL)));
    }

    private String farewell(int deaths, int exitCode) {
        return "it died %d times in a row, at last with exit code %d; the end of %s:\n%s"
                .formatted(deaths, exitCode, log, String.join("\n", LogTail.of(log, SHOWN_LINES)));
    }
}
