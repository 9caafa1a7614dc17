package llamaline.worker.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Decides who gets which slot and what the next calls are. Not thread-safe; belongs to the decode
 * loop.
 *
 * <p>Prompts get slots in the order in which they came. A prompt takes the free slot that shares
 * the longest prefix with it, else the lowest. Prompts that are being read take turns, a chunk
 * each, so that a short one behind a long one waits for chunks and not for the whole.
 *
 * <p>Source: continuous batching as in Yu et al., "Orca" (OSDI 2022), section 4; slots and idle
 * rows as the static KV cache needs them.
 */
final class Scheduler {
    /**
     * A hole that lasts this many steps is filled; a copy costs about as much as a few idle rows.
     */
    private static final int LASTING_HOLE_STEPS = 16;

    private final SlotShape shape;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final Deque<Sequence> prefilling = new ArrayDeque<>();
    private int holeSteps;

    Scheduler(SlotShape shape) {
        this.shape = shape;
        for (int index = 0; index < shape.slots(); index++) {
            slots.add(new Slot(index));
        }
    }

    /** Lines up for a slot. */
    void enqueue(Sequence sequence) {
        waiting.add(sequence);
    }

    /** Gives free slots to those who wait, and returns who got one. */
    List<Sequence> admitWaiting() {
        List<Sequence> admitted = new ArrayList<>();
        while (!waiting.isEmpty() && busySlots() < slots.size()) {
            Sequence sequence = waiting.remove();
            admit(sequence);
            admitted.add(sequence);
        }
        return admitted;
    }

    private void admit(Sequence sequence) {
        Slot best = null;
        int mostShared = -1;
        for (Slot slot : slots) {
            int shared = slot.isFree() ? reusable(slot, sequence) : -1;
            if (shared > mostShared) {
                best = slot;
                mostShared = shared;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no free slot");
        }
        best.truncate(mostShared);
        best.occupant = sequence;
        sequence.state = new SequenceState.Waiting().admit(best.index, mostShared);
        prefilling.add(sequence);
    }

    /** Whole chunks that need not be read again; the last id always must be, for its logits. */
    private int reusable(Slot slot, Sequence sequence) {
        if (sequence.prompt.scoresPrompt()) {
            return 0;
        }
        int shared = slot.sharedPrefix(sequence, sequence.length() - 1);
        return shared - shared % shape.chunkLength();
    }

    /** The next chunk of the prompt whose turn it is. */
    Optional<PrefillChunk> nextChunk() {
        Sequence sequence = prefilling.peek();
        if (sequence == null || !(sequence.state instanceof SequenceState.Prefilling prefill)) {
            return Optional.empty();
        }
        int from = prefill.read();
        int to = Math.min(from + shape.chunkLength(), sequence.length());
        return Optional.of(new PrefillChunk(sequence, slots.get(prefill.slot()), from, to));
    }

    /** Notes that the model read a chunk; the prompt goes to the end of the line or decodes. */
    void chunkDone(PrefillChunk chunk) {
        Sequence sequence = chunk.sequence();
        int[] ids = sequence.ids(chunk.from(), chunk.to());
        chunk.slot().addChunk(ids);
        prefilling.remove(sequence);
        if (!(sequence.state instanceof SequenceState.Prefilling prefill)) {
            throw new IllegalStateException("not in prefill");
        }
        SequenceState.Prefilling read = prefill.read(ids.length);
        if (chunk.endsPrompt()) {
            sequence.state = read.decode();
            return;
        }
        sequence.state = read;
        prefilling.add(sequence);
    }

    /** The rows of the next decode step, from the lowest to the highest that decodes. */
    Optional<DecodeBatch> nextBatch() {
        int first = 0;
        while (first < slots.size() && !slots.get(first).isDecoding()) {
            first++;
        }
        if (first == slots.size()) {
            holeSteps = 0;
            return Optional.empty();
        }
        return Optional.of(new DecodeBatch(slots.subList(first, highestDecoding() + 1)));
    }

    private int highestDecoding() {
        int highest = slots.size() - 1;
        while (highest >= 0 && !slots.get(highest).isDecoding()) {
            highest--;
        }
        return highest;
    }

    /**
     * A move of the highest sequence into a hole below it, once a hole has lasted. To be made by
     * the model, then {@link #moved}.
     */
    Optional<SlotMove> nextMove() {
        int highest = highestDecoding();
        int hole = lowestHole(highest);
        if (hole < 0) {
            holeSteps = 0;
            return Optional.empty();
        }
        holeSteps++;
        if (holeSteps <= LASTING_HOLE_STEPS) {
            return Optional.empty();
        }
        holeSteps = 0;
        return Optional.of(new SlotMove(slots.get(highest), slots.get(hole)));
    }

    /** A free slot between two that decode, or -1. */
    private int lowestHole(int highest) {
        boolean isInside = false;
        for (int index = 0; index < highest; index++) {
            Slot slot = slots.get(index);
            if (isInside && slot.isFree()) {
                return index;
            }
            isInside |= slot.isDecoding();
        }
        return -1;
    }

    /** Notes that the model copied the slot. */
    void moved(SlotMove move) {
        Sequence sequence = move.from().occupant;
        if (sequence == null || !(sequence.state instanceof SequenceState.Decoding decoding)) {
            throw new IllegalStateException("nothing to move");
        }
        move.to().takeFrom(move.from());
        sequence.state = decoding.moveTo(move.to().index);
    }

    /** Takes a sequence out, wherever it stands. */
    void end(Sequence sequence) {
        switch (sequence.state) {
            case SequenceState.Waiting() -> waiting.remove(sequence);
            case SequenceState.Prefilling(int slot, int _) -> {
                prefilling.remove(sequence);
                slots.get(slot).occupant = null;
            }
            case SequenceState.Decoding(int slot) -> slots.get(slot).occupant = null;
            case SequenceState.Ended() -> throw new IllegalStateException("ended twice");
        }
        sequence.state = new SequenceState.Ended();
    }

    /** All that have not ended, those with a slot first. */
    List<Sequence> sequences() {
        List<Sequence> sequences = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.occupant != null) {
                sequences.add(slot.occupant);
            }
        }
        sequences.addAll(waiting);
        return sequences;
    }

    int busySlots() {
        int busy = 0;
        for (Slot slot : slots) {
            busy += slot.isFree() ? 0 : 1;
        }
        return busy;
    }

    /** Positions of the KV cache that running sequences hold. */
    long usedPositions() {
        long used = 0;
        for (Slot slot : slots) {
            used += slot.isFree() ? 0 : slot.cached();
        }
        return used;
    }

    boolean isIdle() {
        return waiting.isEmpty() && busySlots() == 0;
    }
}
