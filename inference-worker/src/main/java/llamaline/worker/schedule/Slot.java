package llamaline.worker.schedule;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the KV cache: the sequence that has it and the ids that are known to stand in it. The
 * {@link Scheduler} alone has slots. Not thread-safe.
 *
 * <p>{@code read} counts the leading positions that were written as chunks of a prompt, not by
 * decode steps. Only whole chunks of those are ever shared with another prompt: it would have
 * written them by the same calls, so its logits have the same bits with and without the sharing.
 */
final class Slot {
    private final int index;
    private @Nullable Sequence occupant;
    private int[] ids = new int[64];
    private int cached;
    private int read;

    Slot(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    Optional<Sequence> occupant() {
        return Optional.ofNullable(occupant);
    }

    boolean isFree() {
        return occupant == null;
    }

    boolean isDecoding() {
        return occupant != null && occupant.isDecoding();
    }

    /** Positions that hold something. */
    int cached() {
        return cached;
    }

    /** The leading ids of a sequence that stand here, written by chunks; at most {@code limit}. */
    int sharedPrefix(Sequence sequence, int limit) {
        int most = Math.min(read, limit);
        int shared = 0;
        while (shared < most && ids[shared] == sequence.id(shared)) {
            shared++;
        }
        return shared;
    }

    /** Gives the slot, with its first {@code shared} positions, to a sequence. */
    void occupy(Sequence sequence, int shared) {
        if (occupant != null) {
            throw new IllegalStateException("slot " + index + " is taken");
        }
        truncate(shared);
        occupant = sequence;
    }

    /** Takes the slot from its sequence; what it holds stays, for the next one to share. */
    void release() {
        if (occupant == null) {
            throw new IllegalStateException("slot " + index + " is free");
        }
        occupant = null;
    }

    /** Forgets all behind the first {@code count} positions. */
    void truncate(int count) {
        cached = count;
        read = Math.min(read, count);
    }

    /** Notes a prompt chunk that was written behind the cached positions. */
    void addChunk(int[] chunk) {
        for (int id : chunk) {
            add(id);
        }
        read = cached;
    }

    /** Notes an id that a decode step wrote. */
    void add(int id) {
        if (cached == ids.length) {
            ids = Arrays.copyOf(ids, cached * 2);
        }
        ids[cached++] = id;
    }

    /** Takes over what another slot holds, and its occupant; the other keeps its content. */
    void takeFrom(Slot other) {
        ids = Arrays.copyOf(other.ids, other.ids.length);
        cached = other.cached;
        read = other.read;
        occupant = other.occupant;
        other.occupant = null;
    }
}
