package llamaline.worker.loop;

import java.util.Collections;
import java.util.Set;
import llamaline.contract.BoundedMap;
import llamaline.contract.Cancellations;
import llamaline.contract.Deadlines;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;

/** Decides whether a prompt is taken in. Not thread-safe; belongs to the decode loop. */
final class PromptAdmission {
    private static final int KNOWN_LIMIT = 10_000;

    private final int slotLength;
    private final int deliveryLimit;
    private final Cancellations cancellations;
    private final Set<PromptKey> known = Collections.newSetFromMap(new BoundedMap<>(KNOWN_LIMIT));

    /**
     * @param slotLength prompt and output together
     */
    PromptAdmission(int slotLength, int deliveryLimit, Cancellations cancellations) {
        this.slotLength = slotLength;
        this.deliveryLimit = deliveryLimit;
        this.cancellations = cancellations;
    }

    /** The fate of a prompt. One that was judged is known from then on. */
    sealed interface Verdict {
        /** The prompt lines up for a slot. */
        record Accept() implements Verdict {}

        /** The prompt is dropped without an event: it runs or ran here already. */
        record DropRedelivery() implements Verdict {}

        /** The prompt is dropped without an event: nobody wants it. */
        record DropCancelled() implements Verdict {}

        /** The prompt is not taken in, and the gateway is told why. */
        record Refuse(SequenceFailure failure) implements Verdict {}
    }

    Verdict judge(Prompt prompt, long nowEpochMillis) {
        if (!known.add(prompt.key())) {
            return new Verdict.DropRedelivery();
        }
        if (cancellations.cover(prompt.key().requestId(), prompt.key().attempt())) {
            return new Verdict.DropCancelled();
        }
        if (prompt.delivery().deliveryCount() >= deliveryLimit) {
            return refuse(
                    SequenceErrorCode.TOO_MANY_DELIVERIES,
                    "The prompt was handed to %d workers and none of them could answer it."
                            .formatted(prompt.delivery().deliveryCount()));
        }
        if (isExpired(prompt, nowEpochMillis)) {
            return new Verdict.Refuse(deadlineExceeded());
        }
        if (prompt.promptIds().count() >= slotLength) {
            String message =
                    "This model's maximum context length is %d tokens. However, your prompt has %d tokens and leaves no room for an answer. Please reduce the length of the prompt."
                            .formatted(slotLength, prompt.promptIds().count());
            return new Verdict.Refuse(
                    new SequenceFailure(
                            SequenceErrorCode.CONTEXT_LENGTH_EXCEEDED, message, "prompt"));
        }
        return new Verdict.Accept();
    }

    static boolean isExpired(Prompt prompt, long nowEpochMillis) {
        return Deadlines.hasPassed(prompt.delivery().deadlineEpochMillis(), nowEpochMillis);
    }

    static SequenceFailure deadlineExceeded() {
        return SequenceFailure.of(
                SequenceErrorCode.DEADLINE_EXCEEDED, "The request's deadline has passed.");
    }

    private static Verdict refuse(SequenceErrorCode code, String message) {
        return new Verdict.Refuse(SequenceFailure.of(code, message));
    }
}
