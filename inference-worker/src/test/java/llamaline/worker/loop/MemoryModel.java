package llamaline.worker.loop;

import java.util.Arrays;
import java.util.Random;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;

/**
 * A model whose logits are a hash of what stands in the slot: a wrong count of cached positions, a
 * clobbered row, a wrong move or a neighbour's id changes every later token. Memory starts as
 * noise.
 *
 * <p>Where it minds chunks, a position also remembers by what call it was written, as a real one
 * does in its last bits.
 */
final class MemoryModel implements CausalLanguageModel {
    private static final int DECODED = -1;

    private final int vocabulary;
    private final boolean mindsChunks;
    private final long[][] memory;
    private final float[][] logits;
    int moves;
    int failNextCalls;

    MemoryModel(int slots, int slotLength, int vocabulary, boolean mindsChunks) {
        this.vocabulary = vocabulary;
        this.mindsChunks = mindsChunks;
        memory = new long[slots][slotLength];
        Random noise = new Random(slots);
        for (long[] row : memory) {
            Arrays.setAll(row, _ -> noise.nextLong());
        }
        logits = new float[Math.max(slots, slotLength)][vocabulary];
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int slots() {
        return memory.length;
    }

    @Override
    public int slotLength() {
        return memory[0].length;
    }

    @Override
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows rows) {
        failIfAsked();
        require(chunk.length > 0 && cached >= 0, "empty chunk");
        require(cached + chunk.length <= slotLength(), "chunk does not fit");
        for (int i = 0; i < chunk.length; i++) {
            memory[slot][cached + i] = written(chunk[i], cached * 1000 + chunk.length);
        }
        int end = cached + chunk.length;
        return switch (rows) {
            case NONE -> new Rows(0);
            case LAST -> fill(0, slot, end, 1);
            case ALL -> {
                for (int i = 0; i < chunk.length; i++) {
                    fill(i, slot, cached + i + 1, chunk.length);
                }
                yield new Rows(chunk.length);
            }
        };
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        failIfAsked();
        require(tokens.length > 0 && tokens.length == cached.length, "rows");
        for (int row = 0; row < tokens.length; row++) {
            require(cached[row] >= 0 && cached[row] < slotLength(), "cached " + cached[row]);
            memory[firstSlot + row][cached[row]] = written(tokens[row], DECODED);
            fill(row, firstSlot + row, cached[row] + 1, tokens.length);
        }
        return new Rows(tokens.length);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        moves++;
        System.arraycopy(memory[fromSlot], 0, memory[toSlot], 0, cached);
        Arrays.fill(memory[toSlot], cached, slotLength(), 77);
    }

    @Override
    public void close() {}

    private void failIfAsked() {
        if (failNextCalls > 0) {
            failNextCalls--;
            throw new IllegalStateException("the test asked for it");
        }
    }

    private long written(int id, int how) {
        require(id >= 0 && id < vocabulary, "id");
        return mix(id * 31L + (mindsChunks ? how : 0) * 7919L);
    }

    private Rows fill(int row, int slot, int length, int rows) {
        long hash = 1;
        for (int position = 0; position < length; position++) {
            hash = mix(hash * 31 + memory[slot][position]);
        }
        for (int id = 0; id < vocabulary; id++) {
            logits[row][id] = (mix(hash + id) >>> 40) * 0x1p-21f;
        }
        return new Rows(rows);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
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
            require(row >= 0 && row < count, "row " + row + " of " + count);
            System.arraycopy(logits[row], 0, into, 0, vocabulary);
        }
    }
}
