package llamaline.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.RestartPolicy.Restart;
import org.jspecify.annotations.Nullable;

/**
 * A service's process, started again where it dies, until it is stopped. One that no restart helps
 * is given up: for good, or until the folder of the model that it serves has changed. In a stack
 * that is still starting, such a service and one that dies too often fail the start. One thread
 * waits for the process; the others stop it.
 */
public final class SupervisedService {
    /** Lines of its log that are shown when it dies too often. */
    private static final int SHOWN_LINES = 12;

    /** Such a service says why in one line, and ends in order. */
    private static final int LINES_OF_A_REFUSAL = 3;

    /** Exit code of a service that no new process helps: EX_CONFIG of sysexits.h. */
    private static final int AS_CONFIGURED = 78;

    /** The pause between two looks at the folder of a model whose worker was given up. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    private final String label;
    private final List<String> commandLine;
    private final Path log;
    private final LongSupplier nanoTime;
    private final Watcher watcher;
    private final @Nullable ModelSource model;
    private final RestartPolicy policy = new RestartPolicy();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * The running one; its pipe to the child closes with it, so it is held until the child ends.
     */
    private @Nullable Process process;

    /** Is told of a service's deaths. */
    public interface Watcher {
        /**
         * Takes what keeps the service from running. Where the stack was still starting, its start
         * has failed by this and the service is left; else the stack goes on.
         *
         * @return whether the stack was still starting
         */
        boolean failsStart(String label, String reason);

        /**
         * The service is started again.
         *
         * @param death how it ended, to be read after its name
         */
        void restarts(String label, String death, Duration pause);

        /** The service is not started again, or not before the reason is gone. */
        void givesUp(String label, String reason);

        /** A service that was given up is started again. */
        void resumes(String label, String reason);
    }

    /**
     * A service that does not run yet.
     *
     * @param model the one that it serves, whose folder may be changed; none for other services
     */
    public SupervisedService(
            String label,
            List<String> commandLine,
            Path log,
            LongSupplier nanoTime,
            Watcher watcher,
            @Nullable ModelSource model) {
        this.label = label;
        this.commandLine = List.copyOf(commandLine);
        this.log = log;
        this.nanoTime = nanoTime;
        this.watcher = watcher;
        this.model = model;
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the process once, and says whether it is to be started again. */
    private boolean runOnce() throws InterruptedException {
        FolderChange change = model == null ? null : new FolderChange(model.directory());
        long start = nanoTime.getAsLong();
        try {
            Process started = launch();
            if (started == null) {
                return false;
            }
            int exitCode = started.waitFor();
            if (isStopping()) {
                return false;
            }
            if (exitCode == AS_CONFIGURED) {
                return !watcher.failsStart(label, refusal()) && isHelpedBy(change);
            }
            Restart next = afterDeath(start);
            if (next.failsAStart()
                    && watcher.failsStart(label, farewell(next.deaths(), exitCode))) {
                return false;
            }
            return restarts(next, "ended (exit code %d)".formatted(exitCode));
        } catch (IOException e) {
            String reason = FileFailure.reason(e);
            return !watcher.failsStart(label, "its process cannot be started: " + reason)
                    && restarts(afterDeath(start), "could not be started (" + reason + ")");
        }
    }

    private Restart afterDeath(long start) {
        return policy.afterDeath(Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private boolean restarts(Restart next, String death) throws InterruptedException {
        watcher.restarts(label, death, next.pause());
        return !stopping.await(next.pause().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Gives the service up, and returns whether its model's folder changed before it is stopped.
     */
    private boolean isHelpedBy(@Nullable FolderChange change) throws InterruptedException {
        String cause = LogTail.lastError(log, LINES_OF_A_REFUSAL);
        if (model == null || change == null) {
            watcher.givesUp(label, "it cannot run as it is configured: " + cause);
            return false;
        }
        watcher.givesUp(
                label,
                "it cannot serve the model '%s' in %s, and waits for that folder to change: %s"
                        .formatted(model.name(), model.directory(), cause));
        while (!stopping.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (change.isOver()) {
                watcher.resumes(label, model.directory() + " has changed");
                return true;
            }
        }
        return false;
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
