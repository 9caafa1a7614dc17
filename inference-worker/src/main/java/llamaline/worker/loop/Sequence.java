package llamaline.worker.loop;

import java.util.Arrays;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.sampling.TokenHistory;

/** A prompt that is being answered: its ids so far, its state, its times. Not thread-safe. */
final class Sequence {
    private static final int[] NOTHING = {};
    private static final long NANOS_PER_MILLI = 1_000_000;

    final Prompt prompt;
    final TokenHistory history;
    SequenceState state = new SequenceState.Waiting();
    private int[] ids;
    private int length;
    private int resumed;
    private long queueMillis;
    private long admittedNanos;
    private long firstTokenNanos;
    private boolean isAdmitted;
    private boolean hasToken;

    /**
     * @param vocabulary ids in [0, vocabulary)
     */
    Sequence(Prompt prompt, int vocabulary) {
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

    /** Adds a generated id. */
    void append(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, length * 2);
        }
        ids[length++] = id;
        history.addGenerated(id);
    }

    /** Count of ids: prompt, resumed and generated. */
    int length() {
        return length;
    }

    int id(int index) {
        return ids[index];
    }

    int lastId() {
        return ids[length - 1];
    }

    int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    /** Ids that must not be chosen next. */
    int[] suppressed() {
        GenerationLimits limits = prompt.limits();
        return limits.forbidsStopping(history.generated()) ? limits.stopIds().toArray() : NOTHING;
    }

    void admittedAt(long nanos, long waitedMillis) {
        isAdmitted = true;
        admittedNanos = nanos;
        queueMillis = waitedMillis;
    }

    void tokenAt(long nanos) {
        if (!hasToken) {
            hasToken = true;
            firstTokenNanos = nanos;
        }
    }

    /**
     * @param now on the clock of {@link #admittedAt} and {@link #tokenAt}
     */
    SequenceProgress progress(long now) {
        if (!isAdmitted) {
            return new SequenceProgress(0, 0, 0, false);
        }
        long prefillEnd = hasToken ? firstTokenNanos : now;
        int generated = history.generated() - resumed;
        return new SequenceProgress(prefillEnd - admittedNanos, now - prefillEnd, generated, true);
    }

    /**
     * @param now on the clock of {@link #admittedAt} and {@link #tokenAt}
     */
    SequenceTimings timings(long now) {
        if (!isAdmitted) {
            return SequenceTimings.NONE;
        }
        long prefillEnd = hasToken ? firstTokenNanos : now;
        return new SequenceTimings(
                queueMillis,
                (prefillEnd - admittedNanos) / NANOS_PER_MILLI,
                (now - prefillEnd) / NANOS_PER_MILLI);
    }
}
