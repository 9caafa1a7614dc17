package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.contract.Cancellations;
import llamaline.telemetry.Clocks;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;

/** A decode loop without its thread: a test turns the crank and the clocks. */
final class SchedulerFixture {
    static final int CHUNK = 4;
    static final int VOCABULARY = 37;

    final MemoryModel model;
    final Recorder recorder = new Recorder();
    final ObservedLoop observer = new ObservedLoop();
    final FreeSlots freeSlots;
    final Cancellations cancellations = new Cancellations(1000);
    final AtomicLong wallMillis = new AtomicLong(1_700_000_000_000L);
    final AtomicLong nanos = new AtomicLong();
    final DecodeLoop loop;

    SchedulerFixture(int slots, int slotLength, boolean mindsChunks) {
        model = new MemoryModel(slots, slotLength, VOCABULARY, mindsChunks);
        freeSlots = new FreeSlots(slots);
        InstantSource wall = () -> Instant.ofEpochMilli(wallMillis.get());
        Clocks clocks = new Clocks(wall, nanos::get);
        LoopContext context = new LoopContext(recorder, freeSlots, cancellations, clocks, observer);
        loop = new DecodeLoop(model, LoopSettings.withChunkLength(CHUNK), context);
    }

    /** Submits with a permit if there is one. */
    boolean trySubmit(Prompt prompt) throws InterruptedException {
        if (!freeSlots.acquire(Duration.ZERO)) {
            return false;
        }
        loop.submit(prompt);
        return loop.handleQueued();
    }

    SchedulerFixture submit(Prompt prompt) throws InterruptedException {
        if (!trySubmit(prompt)) {
            throw new IllegalStateException("no free slot");
        }
        return this;
    }

    SchedulerFixture cancel(PromptKey key) throws InterruptedException {
        loop.cancel(key.requestId(), key.attempt());
        assertTrue(loop.handleQueued());
        return this;
    }

    SchedulerFixture steps(int count) {
        for (int i = 0; i < count; i++) {
            loop.step();
        }
        return this;
    }

    SchedulerFixture untilIdle() {
        for (int i = 0; i < 10_000 && !loop.isIdle(); i++) {
            loop.step();
        }
        return this;
    }
}
