package llamaline.worker.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.telemetry.Clocks;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.Logits;
import llamaline.worker.prompt.Prompt;

/**
 * The rounds of the decode loop: those who wait get slots, one chunk of one prompt is read, one
 * step is made for all that decode. Not thread-safe; belongs to the decode loop's thread.
 */
final class DecodeRounds {
    private final Clocks clocks;
    private final FreeSlots freeSlots;
    private final GuardedModel model;
    private final Scheduler scheduler;
    private final PromptAdmission reception;
    private final Outbox outbox;
    private final Answers answers;
    private final LoopObserver observer;
    private final Map<String, Sequence> running = new HashMap<>();
    private final int vocabulary;
    private final int slots;
    private long admitted;

    DecodeRounds(
            CausalLanguageModel model,
            GuardedModel guarded,
            LoopSettings settings,
            LoopContext surroundings,
            Outbox outbox) {
        var shape = new SlotShape(model.slots(), model.slotLength(), settings.chunkLength());
        this.model = guarded;
        this.outbox = outbox;
        clocks = surroundings.clocks();
        freeSlots = surroundings.freeSlots();
        vocabulary = model.vocabulary();
        slots = model.slots();
        scheduler = new Scheduler(shape);
        reception =
                new PromptAdmission(
                        model.slotLength(), settings.deliveryLimit(), surroundings.cancellations());
        observer = surroundings.observer();
        answers = new Answers(vocabulary, model.slotLength(), outbox, clocks, observer);
    }

    /** Takes a prompt in, with the permit that it brings. */
    void submit(Prompt prompt) {
        switch (reception.judge(prompt, clocks.wall().millis())) {
            case PromptAdmission.Verdict.Accept() -> accept(prompt);
            case PromptAdmission.Verdict.DropRedelivery() -> dropRedelivery();
            case PromptAdmission.Verdict.DropCancelled() -> {
                observer.droppedCancelled();
                freeSlots.giveBack();
            }
            case PromptAdmission.Verdict.Refuse(SequenceFailure failure) -> refuse(prompt, failure);
        }
    }

    /** Answers a prompt without looking at it. */
    void refuse(Prompt prompt, SequenceFailure failure) {
        observer.refused(failure.code());
        outbox.add(prompt, new SequenceEvent.Failed(failure, SequenceTimings.NONE));
        freeSlots.giveBack();
    }

    /** A later attempt ends an earlier one: its gateway no longer listens to that. */
    private void accept(Prompt prompt) {
        Sequence earlier = running.get(prompt.key().requestId());
        if (earlier != null && earlier.prompt.key().attempt() >= prompt.key().attempt()) {
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
        freeSlots.giveBack();
    }

    /** Ends an attempt and those before it, without a word: who cancels knows. */
    void cancel(String requestId, int throughAttempt) {
        Sequence sequence = running.get(requestId);
        if (sequence != null && sequence.prompt.key().attempt() <= throughAttempt) {
            observer.cancelled(sequence.prompt, sequence.progress(clocks.nanos()));
            leave(sequence);
            outbox.forget(sequence.prompt.key());
        }
    }

    /** Ends everything. */
    void failAll(SequenceFailure failure) {
        for (Sequence sequence : scheduler.sequences()) {
            fail(sequence, failure);
        }
        outbox.flush();
    }

    boolean isIdle() {
        return scheduler.isIdle();
    }

    LoopStatus status() {
        return new LoopStatus(
                slots,
                scheduler.busySlots(),
                admitted,
                answers.tokens(),
                scheduler.usedPositions());
    }

    /** One round: at most one chunk and one step. */
    void round() {
        endExpired();
        admitWaiting();
        outbox.flush();
        scheduler.nextChunk().ifPresent(this::prefill);
        outbox.flush();
        scheduler.nextMove().ifPresent(this::move);
        scheduler.nextBatch().ifPresent(this::decode);
        outbox.flush();
    }

    private void endExpired() {
        long now = clocks.wall().millis();
        for (Sequence sequence : scheduler.sequences()) {
            if (PromptAdmission.isExpired(sequence.prompt, now)) {
                fail(sequence, PromptAdmission.deadlineExceeded());
            }
        }
    }

    private void admitWaiting() {
        for (Sequence sequence : scheduler.admitWaiting()) {
            admitted++;
            answers.admitted(sequence);
            answers.alreadyWhole(sequence).ifPresent(reason -> finish(sequence, reason));
        }
    }

    private void prefill(PrefillChunk chunk) {
        Sequence sequence = chunk.sequence();
        long start = clocks.nanos();
        Optional<Logits> logits = model.prefill(chunk);
        if (logits.isEmpty()) {
            chunk.slot().truncate(0);
            fail(sequence, modelFailed("read the prompt"));
            return;
        }
        observer.prefilled(chunk.to() - chunk.from(), clocks.nanos() - start);
        scheduler.chunkDone(chunk);
        answerOrFail(
                sequence,
                () -> {
                    answers.scorePrompt(chunk, logits.get());
                    if (chunk.endsPrompt()) {
                        afterPrompt(sequence, logits.get());
                    }
                });
    }

    private void afterPrompt(Sequence sequence, Logits logits) {
        if (sequence.prompt.limits().maxNewTokens() == 0) {
            finish(sequence, FinishReason.LENGTH);
            return;
        }
        next(sequence, logits, logits.rows() - 1);
    }

    private void move(SlotMove move) {
        if (model.move(move)) {
            scheduler.moved(move);
            return;
        }
        move.to().truncate(0);
    }

    private void decode(DecodeBatch batch) {
        long start = clocks.nanos();
        Optional<Logits> logits = model.decode(batch);
        if (logits.isPresent()) {
            observer.stepped(batch.decoding(), clocks.nanos() - start);
        }
        List<Slot> rows = batch.rows();
        for (int row = 0; row < rows.size(); row++) {
            Slot slot = rows.get(row);
            Sequence sequence = slot.occupant;
            if (sequence == null || !slot.isDecoding()) {
                continue;
            }
            if (logits.isEmpty()) {
                slot.truncate(0);
                fail(sequence, modelFailed("wrote the next token"));
                continue;
            }
            slot.add(sequence.lastId());
            int rowIndex = row;
            answerOrFail(sequence, () -> next(sequence, logits.get(), rowIndex));
        }
    }

    private void next(Sequence sequence, Logits logits, int row) {
        switch (answers.next(sequence, logits, row)) {
            case Answers.Next.GoesOn() -> {}
            case Answers.Next.Ends(FinishReason reason) -> finish(sequence, reason);
            case Answers.Next.Fails(String reason) ->
                    fail(sequence, SequenceFailure.of(ErrorCode.INTERNAL, reason));
        }
    }

    /** A defect that one sequence meets is no reason to lose the others. */
    private void answerOrFail(Sequence sequence, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            System.getLogger(DecodeRounds.class.getName())
                    .log(System.Logger.Level.WARNING, "a sequence could not go on", e);
            fail(sequence, SequenceFailure.of(ErrorCode.INTERNAL, "The worker could not go on."));
        }
    }

    private void finish(Sequence sequence, FinishReason reason) {
        long now = clocks.nanos();
        SequenceTimings timings = sequence.timings(now);
        SequenceProgress progress = sequence.progress(now);
        leave(sequence);
        observer.finished(sequence.prompt, progress, reason);
        outbox.add(sequence.prompt, new SequenceEvent.Finished(reason, timings));
    }

    private void fail(Sequence sequence, SequenceFailure failure) {
        long now = clocks.nanos();
        SequenceTimings timings = sequence.timings(now);
        SequenceProgress progress = sequence.progress(now);
        leave(sequence);
        observer.failed(sequence.prompt, progress, failure.code());
        outbox.add(sequence.prompt, new SequenceEvent.Failed(failure, timings));
    }

    private void leave(Sequence sequence) {
        scheduler.end(sequence);
        running.remove(sequence.prompt.key().requestId(), sequence);
        freeSlots.giveBack();
    }

    private static SequenceFailure modelFailed(String doing) {
        return SequenceFailure.of(ErrorCode.INTERNAL, "The model failed while it " + doing + ".");
    }
}
