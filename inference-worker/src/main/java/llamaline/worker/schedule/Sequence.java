package llamaline.worker.schedule;

import java.util.Arrays;
import java.util.Optional;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.model.Logits;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.sampling.Sampled;
import llamaline.worker.sampling.Sampler;
import llamaline.worker.sampling.TokenHistory;

/**
 * A prompt that is being completed: its ids so far, its state, its times. The {@link Scheduler}
 * alone changes ids and state; everyone else reads them. Not thread-safe.
 */
public final class Sequence {
    private static final int[] NO_IDS = {};

    private final Prompt prompt;
    private final TokenHistory history;
    private final SequenceTimes times = new SequenceTimes();
    private final int resumed;
    private SequenceState state = new SequenceState.Waiting();
    private int[] ids;
    private int length;
    private int reused;

    /**
     * @param vocabulary ids in [0, vocabulary)
     */
    public Sequence(Prompt prompt, int vocabulary) {
        this.prompt = prompt;
        history = new TokenHistory(vocabulary, prompt.sampling().penalties());
        ids = new int[prompt.length() + 1];
        for (int i = 0; i < prompt.promptIds().count(); i++) {
            ids[length++] = prompt.promptIds().at(i);
            history.addPrompt(prompt.promptIds().at(i));
        }
        for (int i = 0; i < prompt.resumeIds().count(); i++) {
            append(prompt.resumeIds().at(i));
        }
        resumed = history.generated();
    }

    /** The prompt, as it was taken in. */
    public Prompt prompt() {
        return prompt;
    }

    /** The times of its admission and its first token, kept by the decode loop. */
    public SequenceTimes times() {
        return times;
    }

    /** Count of ids: prompt, resumed and generated. */
    public int length() {
        return length;
    }

    /**
     * An id.
     *
     * @param index in [0, length)
     */
    public int id(int index) {
        return ids[index];
    }

    /** The id that the next decode step feeds. */
    public int lastId() {
        return ids[length - 1];
    }

    /** Copies the ids at [from, to). */
    public int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    /** Count of generated ids, those of earlier attempts included: the index of the next one. */
    public int generated() {
        return history.generated();
    }

    /** Count of ids that this attempt generated. */
    public int generatedHere() {
        return history.generated() - resumed;
    }

    /** Count of leading ids that its slot already held when the sequence got it. */
    public int reused() {
        return reused;
    }

    /**
     * Chooses the next token; {@link Scheduler#completed} adds it.
     *
     * @param row of the logits, in [0, logits.rows())
     */
    public Sampled sampleNext(Sampler sampler, Logits logits, int row) {
        return sampler.sample(logits, row, prompt.sampling(), history, suppressed());
    }

    /**
     * The reason why no token may follow those that are there; empty where one may.
     *
     * @param slotLength positions of a slot: prompt and completion together
     */
    public Optional<SequenceFinishReason> finishReason(int slotLength) {
        GenerationLimits limits = prompt.limits();
        if (generated() > 0 && limits.stopsAt(lastId())) {
            return Optional.of(SequenceFinishReason.STOP);
        }
        boolean isLong = generated() >= limits.maxNewTokens() || length >= slotLength;
        return isLong ? Optional.of(SequenceFinishReason.LENGTH) : Optional.empty();
    }

    SequenceState state() {
        return state;
    }

    boolean isDecoding() {
        return state instanceof SequenceState.Decoding;
    }

    /** Takes a slot that holds the first {@code cached} ids. */
    void admit(int slot, int cached) {
        state = state.admit(slot, cached);
        reused = cached;
    }

    /** Notes that the slot holds {@code count} more ids, and whether these end the prompt. */
    void read(int count, boolean endsPrompt) {
        SequenceState read = state.read(count);
        state = endsPrompt ? read.decode() : read;
    }

    void moveTo(int slot) {
        state = state.moveTo(slot);
    }

    void end() {
        state = state.end();
    }

    /** Adds a generated id. */
    void append(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, length * 2);
        }
        ids[length++] = id;
        history.addGenerated(id);
    }

    /** Ids that must not be chosen next. */
    private int[] suppressed() {
        GenerationLimits limits = prompt.limits();
        return limits.forbidsStopping(generated()) ? limits.stopIds().toArray() : NO_IDS;
    }
}
