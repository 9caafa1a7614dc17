package llamaline.worker.loop;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.contract.Cancellations;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.Outbox;
import llamaline.worker.prompt.Prompt;

/** The rounds of a decode loop without its thread: a test turns the crank and the clocks. */
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
    final GuardedModel guarded;
    final Outbox outbox;
    final DecodeRounds rounds;

    SchedulerFixture(int slots, int slotLength, boolean mindsChunks) {
        model = new MemoryModel(slots, slotLength, VOCABULARY, mindsChunks);
        freeSlots = new FreeSlots(slots);
        InstantSource wall = () -> Instant.ofEpochMilli(wallMillis.get());
        Clocks clocks = new Clocks(wall, nanos::get);
        LoopSettings settings = LoopSettings.withChunkLength(CHUNK);
        LoopContext surroundings =
                new LoopContext(recorder, freeSlots, cancellations, clocks, observer);
        guarded = new GuardedModel(model, settings, clocks);
        outbox = new Outbox(recorder, clocks);
        rounds = new DecodeRounds(model, guarded, settings, surroundings, outbox);
    }

    /** Submits with a permit if there is one. */
    boolean trySubmit(Prompt prompt) throws InterruptedException {
        if (!freeSlots.take(java.time.Duration.ZERO)) {
            return false;
        }
        rounds.submit(prompt);
        return true;
    }

    SchedulerFixture submit(Prompt prompt) throws InterruptedException {
        if (!trySubmit(prompt)) {
            throw new IllegalStateException("no free slot");
        }
        return this;
    }

    SchedulerFixture rounds(int count) {
        for (int i = 0; i < count; i++) {
            rounds.round();
        }
        return this;
    }

    SchedulerFixture untilIdle() {
        for (int i = 0; i < 10_000 && !rounds.isIdle(); i++) {
            rounds.round();
        }
        return this;
    }
}
