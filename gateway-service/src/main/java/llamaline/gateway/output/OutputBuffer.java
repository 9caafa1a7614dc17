package llamaline.gateway.output;

import java.util.List;
import java.util.stream.Stream;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A call's output between its events and its caller. A caller that reads slowly finds more in it at
 * once; what it holds counts as memory of the call's permit, and all calls together have a limit.
 * Not thread-safe: the caller's event loop owns it.
 */
public final class OutputBuffer {
    private final List<ChoiceOutput> choices;
    private final OpenCalls.Permit permit;
    private @Nullable Refusal failure;
    private boolean isTooLarge;
    private long reservedBytes;

    /**
     * An empty buffer.
     *
     * @param count choices of the call, at least 1
     * @param permit pays for the memory that the buffer takes
     */
    public OutputBuffer(int count, OpenCalls.Permit permit) {
        this.choices = Stream.generate(ChoiceOutput::new).limit(count).toList();
        this.permit = permit;
    }

    /** Takes the call's next events, in their order. */
    public void accept(List<CallEvent> events) {
        events.forEach(this::accept);
        if (!settle()) {
            isTooLarge = true;
        }
    }

    /** Gives back the memory of what was taken out of the choices and written. */
    public void release() {
        var _ = settle();
    }

    /** The choices, by their index. */
    public List<ChoiceOutput> choices() {
        return choices;
    }

    /** Tells whether all prompts are encoded: then no error can come that is the caller's fault. */
    public boolean isEncoded() {
        return choices.stream().allMatch(choice -> choice.promptIds() != null);
    }

    /** Tells whether every choice has its end, written or not. */
    public boolean isEnded() {
        return choices.stream().allMatch(choice -> choice.end() != null);
    }

    /** The error that ends the call, or null. */
    public @Nullable Refusal refusal() {
        if (failure == null && isTooLarge) {
            return Refusal.responsesTooLarge();
        }
        return failure;
    }

    /** Tells whether the calls that are open have taken more memory than they may together. */
    public boolean isTooLarge() {
        return isTooLarge;
    }

    private void accept(CallEvent event) {
        switch (event) {
            case CallEvent.Encoded e -> choices.get(e.choice()).accept(e);
            case CallEvent.Cached e -> choices.get(e.choice()).accept(e);
            case CallEvent.PromptLogprobs e -> choices.get(e.choice()).accept(e);
            case CallEvent.Delta e -> choices.get(e.choice()).accept(e);
            case CallEvent.Ended e -> choices.get(e.choice()).accept(e);
            case CallEvent.Failed e -> failure = Refusal.of(e.failure());
        }
    }

    /** Takes memory for what is held, and gives back that of what was written. */
    private boolean settle() {
        long heldBytes = choices.stream().mapToLong(ChoiceOutput::heldBytes).sum();
        long change = heldBytes - reservedBytes;
        reservedBytes = heldBytes;
        return permit.reserve(change);
    }
}
