package llamaline.worker.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import llamaline.worker.sampling.Sampled;

/**
 * Decides who gets which slot and what the next calls of the model are, and alone writes slots,
 * sequences and their states. Not thread-safe; belongs to the decode loop, which repeats {@link
 * #schedule}, runs the step, and reports it by {@link #completed}.
 *
 * <p>Prompts get slots in the order in which they came. A prompt takes the free slot that shares
 * the longest prefix with it, else the lowest. Prompts that are being read take turns, a chunk
 * each, so that a short one behind a long one waits for chunks and not for the whole.
 *
 * <p>Source: continuous batching as in Yu et al., "Orca" (OSDI 2022), section 4; slots and idle
 * rows as the static KV cache needs them.
 */
public final class Scheduler {
    /**
     * A hole that lasts this many steps is filled; a copy costs about as much as a few idle rows.
     */
    private static final int LASTING_HOLE_STEPS = 16;

    private final SlotShape shape;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final Deque<Sequence> prefilling = new ArrayDeque<>();

    /** The steps of a round, in their order; each is made once or not at all. */
    private final List<Supplier<Optional<? extends ScheduledStep>>> round =
            List.of(this::nextChunk, this::nextMove, this::nextBatch);

    private int planned;
    private int holeSteps;

    public Scheduler(SlotShape shape) {
        this.shape = shape;
        for (int index = 0; index < shape.slots(); index++) {
            slots.add(new Slot(index));
        }
    }

    /** Puts a new sequence at the end of the queue for a slot. */
    public void enqueue(Sequence sequence) {
        waiting.add(sequence);
    }

    /** Gives free slots to those who wait, and returns who got one. */
    public List<Sequence> admitWaiting() {
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
        best.occupy(sequence, mostShared);
        sequence.admit(best.index(), mostShared);
        prefilling.add(sequence);
    }

    /** Whole chunks that need not be read again; the last id always must be, for its logits. */
    private int reusable(Slot slot, Sequence sequence) {
        if (sequence.prompt().wantsPromptLogprobs()) {
            return 0;
        }
        int shared = slot.sharedPrefix(sequence, sequence.length() - 1);
        return shared - shared % shape.chunkLength();
    }

    /**
     * Plans the next step of the round: a chunk of the prompt whose turn it is, then a move into a
     * hole that has lasted, then one id for each sequence that decodes, the one whose prompt has
     * just ended included. Each step must be {@link #completed} before the next is asked for.
     *
     * @return empty where the round is over; the next call begins another one
     */
    public Optional<ScheduledStep> schedule() {
        while (planned < round.size()) {
            Optional<? extends ScheduledStep> step = round.get(planned++).get();
            if (step.isPresent()) {
                return Optional.of(step.get());
            }
        }
        planned = 0;
        return Optional.empty();
    }

    private Optional<PrefillChunk> nextChunk() {
        Sequence sequence = prefilling.peek();
        if (sequence == null
                || !(sequence.state() instanceof SequenceState.Prefilling(int slot, int from))) {
            return Optional.empty();
        }
        int to = Math.min(from + shape.chunkLength(), sequence.length());
        return Optional.of(new PrefillChunk(sequence, slot, from, to));
    }

    /** A move of the highest sequence into a hole below it, once a hole has lasted. */
    private Optional<SlotMove> nextMove() {
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
        return Optional.of(new SlotMove(highest, hole, slots.get(highest).cached()));
    }

    private int highestDecoding() {
        int highest = slots.size() - 1;
        while (highest >= 0 && !slots.get(highest).isDecoding()) {
            highest--;
        }
        return highest;
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

    /** The rows from the lowest slot to the highest that decodes. */
    private Optional<DecodeBatch> nextBatch() {
        int first = 0;
        while (first < slots.size() && !slots.get(first).isDecoding()) {
            first++;
        }
        if (first == slots.size()) {
            holeSteps = 0;
            return Optional.empty();
        }
        List<Slot> rows = slots.subList(first, highestDecoding() + 1);
        return Optional.of(new DecodeBatch(first, rows.stream().map(DecodeBatch.Row::of).toList()));
    }

    /**
     * Notes what a step wrote, and the tokens that it gave. A slot whose call failed holds nothing
     * that can be relied on; its sequence is for the caller to {@link #end}.
     */
    public void completed(ScheduledStep step, StepOutcome outcome) {
        boolean hasRun = outcome instanceof StepOutcome.Ran;
        switch (step) {
            case PrefillChunk chunk when hasRun -> chunkRead(chunk);
            case PrefillChunk chunk -> slots.get(chunk.slot()).truncate(0);
            case SlotMove move when hasRun -> moved(move);
            case SlotMove move -> slots.get(move.toSlot()).truncate(0);
            case DecodeBatch batch -> batchDecoded(batch, hasRun);
        }
        if (outcome instanceof StepOutcome.Ran(List<StepOutcome.SequenceResult> results)) {
            results.forEach(Scheduler::appendNext);
        }
    }

    /** The prompt goes to the end of the line, or decodes from now on. */
    private void chunkRead(PrefillChunk chunk) {
        Sequence sequence = chunk.sequence();
        slots.get(chunk.slot()).addChunk(chunk.ids());
        prefilling.remove(sequence);
        sequence.read(chunk.to() - chunk.from(), chunk.endsPrompt());
        if (!chunk.endsPrompt()) {
            prefilling.add(sequence);
        }
    }

    private void moved(SlotMove move) {
        Slot to = slots.get(move.toSlot());
        to.takeFrom(slots.get(move.fromSlot()));
        to.occupant().orElseThrow().moveTo(to.index());
    }

    /** Each row that decodes wrote the id that it was fed. */
    private void batchDecoded(DecodeBatch batch, boolean hasRun) {
        for (int row = 0; row < batch.rows().size(); row++) {
            Slot slot = slots.get(batch.firstSlot() + row);
            DecodeBatch.Row fed = batch.rows().get(row);
            if (fed.sequence().isPresent() && hasRun) {
                slot.add(fed.token());
            } else if (fed.sequence().isPresent()) {
                slot.truncate(0);
            }
        }
    }

    private static void appendNext(StepOutcome.SequenceResult result) {
        if (result.next().orElse(null) instanceof Sampled.Token(int id, _)) {
            result.sequence().append(id);
        }
    }

    /** Takes a sequence out, wherever it stands. */
    public void end(Sequence sequence) {
        switch (sequence.state()) {
            case SequenceState.Waiting() -> waiting.remove(sequence);
            case SequenceState.Prefilling(int slot, int _) -> {
                prefilling.remove(sequence);
                slots.get(slot).release();
            }
            case SequenceState.Decoding(int slot) -> slots.get(slot).release();
            case SequenceState.Ended() -> {}
        }
        sequence.end();
    }

    /** All sequences that have not ended, those with a slot first. */
    public List<Sequence> sequences() {
        List<Sequence> sequences = new ArrayList<>();
        slots.forEach(slot -> slot.occupant().ifPresent(sequences::add));
        sequences.addAll(waiting);
        return sequences;
    }

    /** Count of slots that have a sequence. */
    public int busySlots() {
        int busy = 0;
        for (Slot slot : slots) {
            busy += slot.isFree() ? 0 : 1;
        }
        return busy;
    }

    /** Positions of the KV cache that running sequences hold. */
    public long usedPositions() {
        long used = 0;
        for (Slot slot : slots) {
            used += slot.isFree() ? 0 : slot.cached();
        }
        return used;
    }

    /** Tells whether no sequence has a slot or waits for one. */
    public boolean isIdle() {
        return waiting.isEmpty() && busySlots() == 0;
    }
}
