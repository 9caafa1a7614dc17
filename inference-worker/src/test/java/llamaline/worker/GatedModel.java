package llamaline.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.stub.StubCausalLanguageModel;

/** An instant model whose calls begin only when the test lets them. */
final class GatedModel implements CausalLanguageModel {
    private final CausalLanguageModel model;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile long stepNanos;

    GatedModel(int slots, int slotLength) {
        model =
                new StubCausalLanguageModel(
                        EncodedPrompts.VOCABULARY, slots, slotLength, Duration.ZERO);
    }

    /** Calls from now on wait. */
    void shut() {
        gate = new CountDownLatch(1);
    }

    /** Those that wait, and all after them, go on. */
    void open() {
        gate.countDown();
    }

    /** Calls from now on take that long. */
    void slowDown(Duration step) {
        stepNanos = step.toNanos();
    }

    private void pass() {
        try {
            gate.await();
            LockSupport.parkNanos(stepNanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public int vocabulary() {
        return model.vocabulary();
    }

    @Override
    public int slots() {
        return model.slots();
    }

    @Override
    public int slotLength() {
        return model.slotLength();
    }

    @Override
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        pass();
        return model.prefill(slot, cached, chunk, logits);
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        pass();
        return model.decode(firstSlot, tokens, cached);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        model.move(fromSlot, toSlot, cached);
    }

    @Override
    public void close() {
        model.close();
    }
}
