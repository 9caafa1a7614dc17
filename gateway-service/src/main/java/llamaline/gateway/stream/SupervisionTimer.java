package llamaline.gateway.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls {@link Generations#supervise} at a fixed pace, on a thread of its own. */
public final class SupervisionTimer implements AutoCloseable {
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("supervision").daemon().factory());

    /** Begins at once. */
    public SupervisionTimer(Generations generations, Duration pace) {
        var _ =
                executor.scheduleWithFixedDelay(
                        generations::supervise,
                        pace.toNanos(),
                        pace.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
