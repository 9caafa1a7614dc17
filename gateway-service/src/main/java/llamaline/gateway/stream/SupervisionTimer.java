package llamaline.gateway.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls {@link PendingRequests#supervise} at a fixed interval, on a thread of its own. */
public final class SupervisionTimer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SupervisionTimer.class.getName());

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("supervision").daemon().factory());

    /** Starts to supervise, after one interval. */
    public SupervisionTimer(PendingRequests pendingRequests, Duration interval) {
        var _ =
                executor.scheduleWithFixedDelay(
                        () -> supervise(pendingRequests),
                        interval.toNanos(),
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Logs what is thrown: an exception would end all supervision without a word. */
    private static void supervise(PendingRequests pendingRequests) {
        try {
            pendingRequests.supervise();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "supervision failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
