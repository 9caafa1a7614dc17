package llamaline.worker.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The permits of the slots, one for each. Whoever fetches a prompt takes a permit first and gives
 * it to the decode loop with the prompt; the loop returns it when the slot is free again. So no
 * more prompts are fetched than can run. Thread-safe.
 */
public final class FreeSlots {
    private final Semaphore permits;

    /**
     * @param slots rows of the KV cache
     */
    public FreeSlots(int slots) {
        permits = new Semaphore(slots);
    }

    /** Waits for a permit; false if none came in time. */
    public boolean acquire(Duration timeout) throws InterruptedException {
        return permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns a permit that was not used. */
    public void release() {
        permits.release();
    }

    /** Counts the permits that nobody holds. */
    public int available() {
        return permits.availablePermits();
    }
}
