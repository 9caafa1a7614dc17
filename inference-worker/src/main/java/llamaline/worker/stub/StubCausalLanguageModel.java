package llamaline.worker.stub;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;

/**
 * A stand-in for a model, which answers at once: the next id is a hash of the last one and its
 * position, from the middle of the vocabulary, where ordinary pieces stand and no stop ids. A step
 * may be made to last, to stand for a model's speed.
 */
public final class StubCausalLanguageModel implements CausalLanguageModel {
    private static final float CERTAIN = 50;

    private final int vocabulary;
    private final int slots;
    private final int slotLength;
    private final long stepNanos;
    private final int[] next;

    /**
     * @param vocabulary at least 4
     * @param step how long each call takes
     */
    public StubCausalLanguageModel(int vocabulary, int slots, int slotLength, Duration step) {
        if (vocabulary < 4) {
            throw new IllegalArgumentException("vocabulary must be >= 4, got " + vocabulary);
        }
        this.vocabulary = vocabulary;
        this.slots = slots;
        this.slotLength = slotLength;
        stepNanos = step.toNanos();
        next = new int[Math.max(slots, slotLength)];
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int slotLength() {
        return slotLength;
    }

    @Override
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        pause();
        return switch (logits) {
            case NONE -> new Rows(0);
            case LAST -> {
                next[0] = after(chunk[chunk.length - 1], cached + chunk.length - 1);
                yield new Rows(1);
            }
            case ALL -> {
                for (int i = 0; i < chunk.length; i++) {
                    next[i] = after(chunk[i], cached + i);
                }
                yield new Rows(chunk.length);
            }
        };
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        pause();
        for (int row = 0; row < tokens.length; row++) {
            next[row] = after(tokens[row], cached[row]);
        }
        return new Rows(tokens.length);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {}

    @Override
    public void close() {}

    private void pause() {
        if (stepNanos > 0) {
            LockSupport.parkNanos(stepNanos);
        }
    }

    private int after(int id, int position) {
        int hash = (id * 31 + position) * 0x9e3779b9;
        return vocabulary / 2 + Math.floorMod(hash >> 8, vocabulary / 4);
    }

    private final class Rows implements Logits {
        private final int count;

        Rows(int count) {
            this.count = count;
        }

        @Override
        public int rows() {
            return count;
        }

        @Override
        public void copyRow(int row, float[] into) {
            Arrays.fill(into, 0);
            into[next[row]] = CERTAIN;
        }
    }
}
