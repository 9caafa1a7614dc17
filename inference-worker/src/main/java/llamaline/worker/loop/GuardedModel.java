package llamaline.worker.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import llamaline.telemetry.Clocks;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.Logits;
import llamaline.worker.schedule.DecodeBatch;
import llamaline.worker.schedule.PrefillChunk;
import llamaline.worker.schedule.SlotMove;

/**
 * A model that may fail: a failed call costs its sequences, not the loop. Calls belong to the
 * decode loop; {@link #isBroken} and {@link #isStuck} may be asked by anyone.
 */
final class GuardedModel {
    private static final Logger LOG = System.getLogger(GuardedModel.class.getName());

    private final CausalLanguageModel model;
    private final LoopSettings settings;
    private final Clocks clocks;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean isRunning;
    private volatile long startNanos;

    GuardedModel(CausalLanguageModel model, LoopSettings settings, Clocks clocks) {
        this.model = model;
        this.settings = settings;
        this.clocks = clocks;
    }

    /** Reads a chunk; empty where the model failed. */
    Optional<Logits> prefill(PrefillChunk chunk) {
        return run(() -> model.prefill(chunk.slot(), chunk.from(), chunk.ids(), chunk.logitRows()));
    }

    /** Makes a decode step; empty where the model failed. */
    Optional<Logits> decode(DecodeBatch batch) {
        return run(() -> model.decode(batch.firstSlot(), batch.tokens(), batch.cached()));
    }

    /** Copies a slot; false where the model failed. */
    boolean move(SlotMove move) {
        Optional<Boolean> moved =
                run(() -> {
                    model.move(move.fromSlot(), move.toSlot(), move.cached());
                    return true;
                });
        return moved.isPresent();
    }

    /** Tells whether so many calls in a row failed that no more prompts should come here. */
    boolean isBroken() {
        return failuresInARow.get() >= settings.engineFailureLimit();
    }

    /** Tells whether a call has taken so long that it may never end. */
    boolean isStuck() {
        long elapsed = clocks.nanos() - startNanos;
        return isRunning && elapsed > settings.stuckTimeout().toNanos();
    }

    /** Memory that ran out, or a native library that fails, is no reason to end the loop either. */
    private <T> Optional<T> run(Supplier<T> call) {
        startNanos = clocks.nanos();
        isRunning = true;
        try {
            T result = call.get();
            failuresInARow.set(0);
            return Optional.of(result);
        } catch (RuntimeException | Error e) {
            failed(e);
            return Optional.empty();
        } finally {
            isRunning = false;
        }
    }

    private void failed(Throwable cause) {
        int count = failuresInARow.incrementAndGet();
        LOG.log(Level.WARNING, "a call of the model failed, " + count + " in a row", cause);
    }
}
