package llamaline.worker.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llamaline.contract.ReplyAddress;
import llamaline.telemetry.Clocks;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;

/**
 * Collects a step's events and tells the listener; and says that a sequence is alive where no event
 * of it went out for a while. {@link #add}, {@link #flush} and {@link #forget} belong to the decode
 * loop, {@link #heartbeat} to a timer: a long call of the model must not look like a dead worker.
 * One lock keeps their events in order.
 */
public final class Outbox {
    /** At least one event a second comes of it, with a timer of a quarter of a second. */
    private static final long QUIET_NANOS = Duration.ofMillis(700).toNanos();

    private final StepListener listener;
    private final Clocks clocks;
    private final List<StepEvent> step = new ArrayList<>();
    private final Map<PromptKey, Live> live = new LinkedHashMap<>();

    public Outbox(StepListener listener, Clocks clocks) {
        this.listener = listener;
        this.clocks = clocks;
    }

    /** Notes an event; it goes out with the next {@link #flush}. */
    public void add(Prompt prompt, SequenceEvent event) {
        step.add(new StepEvent(prompt.key(), prompt.reply(), event));
    }

    /** Drops what was added of a sequence; nothing more is said of it. */
    public void forget(PromptKey key) {
        step.removeIf(event -> event.key().equals(key));
        synchronized (this) {
            live.remove(key);
        }
    }

    /** Tells the listener what was added. */
    public synchronized void flush() {
        if (step.isEmpty()) {
            return;
        }
        long now = clocks.nanos();
        for (StepEvent event : step) {
            switch (event.event()) {
                case SequenceEvent.Finished _, SequenceEvent.Failed _ -> live.remove(event.key());
                case SequenceEvent.Admitted _,
                        SequenceEvent.PromptLogprobs _,
                        SequenceEvent.Token _,
                        SequenceEvent.Alive _ ->
                        live.put(event.key(), new Live(event.reply(), now));
            }
        }
        listener.onStep(List.copyOf(step));
        step.clear();
    }

    /** Says of each sequence that was quiet that it is alive. */
    public synchronized void heartbeat() {
        long now = clocks.nanos();
        List<StepEvent> alive = new ArrayList<>();
        for (Map.Entry<PromptKey, Live> entry : live.entrySet()) {
            if (now - entry.getValue().lastNanos >= QUIET_NANOS) {
                ReplyAddress reply = entry.getValue().reply;
                alive.add(new StepEvent(entry.getKey(), reply, new SequenceEvent.Alive()));
                entry.setValue(new Live(reply, now));
            }
        }
        if (!alive.isEmpty()) {
            listener.onStep(alive);
        }
    }

    private record Live(ReplyAddress reply, long lastNanos) {}
}
