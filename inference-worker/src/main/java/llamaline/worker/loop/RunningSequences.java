package llamaline.worker.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.schedule.Scheduler;
import llamaline.worker.schedule.Sequence;

/**
 * The sequences of a decode loop, by request: how they come and how they go, with the events that
 * tell it and the permits that they bring and give back. Not thread-safe; belongs to the decode
 * loop.
 */
final class RunningSequences {
    private final Scheduler scheduler;
    private final Outbox outbox;
    private final PromptAdmission admission;
    private final FreeSlots freeSlots;
    private final Clocks clocks;
    private final LoopObserver observer;
    private final int vocabulary;
    private final int slotLength;
    private final Map<String, Sequence> running = new HashMap<>();
    private long admitted;

    /**
     * @param vocabulary ids in [0, vocabulary)
     * @param slotLength positions of a slot: prompt and completion together
     */
    RunningSequences(
            Scheduler scheduler,
            Outbox outbox,
            LoopSettings settings,
            LoopContext context,
            int vocabulary,
            int slotLength) {
        this.scheduler = scheduler;
        this.outbox = outbox;
        this.vocabulary = vocabulary;
        this.slotLength = slotLength;
        admission =
                new PromptAdmission(slotLength, settings.deliveryLimit(), context.cancellations());
        freeSlots = context.freeSlots();
        clocks = context.clocks();
        observer = context.observer();
    }

    /** Counts the prompts that got a slot so far. */
    long admitted() {
        return admitted;
    }

    /** Takes a prompt in, with the permit that it brings. */
    void submit(Prompt prompt) {
        switch (admission.judge(prompt, clocks.wall().millis())) {
            case PromptAdmission.Verdict.Accept() -> accept(prompt);
            case PromptAdmission.Verdict.DropRedelivery() -> dropRedelivery();
            case PromptAdmission.Verdict.DropCancelled() -> {
                observer.droppedCancelled();
                freeSlots.release();
            }
            case PromptAdmission.Verdict.Refuse(SequenceFailure failure) -> refuse(prompt, failure);
        }
    }

    /** Fails a prompt without looking at it. */
    void refuse(Prompt prompt, SequenceFailure failure) {
        observer.refused(failure.code());
        outbox.add(prompt, new SequenceEvent.Failed(failure, SequenceTimings.NONE));
        freeSlots.release();
    }

    /** A later attempt ends an earlier one: its gateway no longer listens to that. */
    private void accept(Prompt prompt) {
        Sequence earlier = running.get(prompt.key().requestId());
        if (earlier != null && earlier.prompt().key().attempt() >= prompt.key().attempt()) {
            dropRedelivery();
            return;
        }
        cancel(prompt.key().requestId(), prompt.key().attempt());
        Sequence sequence = new Sequence(prompt, vocabulary);
        running.put(prompt.key().requestId(), sequence);
        scheduler.enqueue(sequence);
    }

    private void dropRedelivery() {
        observer.droppedRedelivery();
        freeSlots.release();
    }

    /** Ends an attempt and those before it, without an event: who cancels knows. */
    void cancel(String requestId, int throughAttempt) {
        Sequence sequence = running.get(requestId);
        if (sequence != null && sequence.prompt().key().attempt() <= throughAttempt) {
            observer.cancelled(sequence.prompt(), progress(sequence, clocks.nanos()));
            leave(sequence);
            outbox.forget(sequence.prompt().key());
        }
    }

    /** Fails all sequences whose deadline has passed. */
    void failExpired() {
        long now = clocks.wall().millis();
        for (Sequence sequence : scheduler.sequences()) {
            if (PromptAdmission.isExpired(sequence.prompt(), now)) {
                fail(sequence, PromptAdmission.deadlineExceeded());
            }
        }
    }

    /** Fails all sequences. */
    void failAll(SequenceFailure failure) {
        for (Sequence sequence : scheduler.sequences()) {
            fail(sequence, failure);
        }
        outbox.flush();
    }

    /** Gives free slots to those who wait. */
    void admitWaiting() {
        for (Sequence sequence : scheduler.admitWaiting()) {
            admitted++;
            reportAdmission(sequence);
            alreadyWhole(sequence).ifPresent(reason -> finish(sequence, reason));
        }
    }

    private void reportAdmission(Sequence sequence) {
        Prompt prompt = sequence.prompt();
        long published = prompt.delivery().publishedEpochMillis();
        long waited = published > 0 ? Math.max(0, clocks.wall().millis() - published) : 0;
        sequence.times().admitted(clocks.nanos(), waited);
        observer.admitted(prompt, sequence.reused(), waited);
        outbox.add(prompt, new SequenceEvent.Admitted(sequence.reused(), waited));
    }

    /** Only the end is left where an earlier attempt gave all there was to give but that. */
    private Optional<SequenceFinishReason> alreadyWhole(Sequence sequence) {
        Prompt prompt = sequence.prompt();
        boolean wantsOnlyPromptLogprobs =
                prompt.wantsPromptLogprobs() && prompt.limits().maxNewTokens() == 0;
        return wantsOnlyPromptLogprobs ? Optional.empty() : finishReason(sequence);
    }

    /** The reason why no token may follow; empty where one may. */
    Optional<SequenceFinishReason> finishReason(Sequence sequence) {
        return sequence.finishReason(slotLength);
    }

    /** Ends a sequence whose completion is whole. */
    void finish(Sequence sequence, SequenceFinishReason reason) {
        long now = clocks.nanos();
        SequenceProgress progress = progress(sequence, now);
        leave(sequence);
        observer.finished(sequence.prompt(), progress, reason);
        outbox.add(
                sequence.prompt(),
                new SequenceEvent.Finished(reason, sequence.times().timings(now)));
    }

    /** Ends a sequence that cannot go on. */
    void fail(Sequence sequence, SequenceFailure failure) {
        long now = clocks.nanos();
        SequenceProgress progress = progress(sequence, now);
        leave(sequence);
        observer.failed(sequence.prompt(), progress, failure.code());
        outbox.add(
                sequence.prompt(),
                new SequenceEvent.Failed(failure, sequence.times().timings(now)));
    }

    private void leave(Sequence sequence) {
        scheduler.end(sequence);
        running.remove(sequence.prompt().key().requestId(), sequence);
        freeSlots.release();
    }

    private static SequenceProgress progress(Sequence sequence, long now) {
        return sequence.times().progress(now, sequence.generatedHere());
    }
}
