package llamaline.worker.loop;

import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.prompt.Prompt;

/** Tells one observer, then another. */
record TwoObservers(LoopObserver first, LoopObserver second) implements LoopObserver {
    @Override
    public void droppedRedelivery() {
        first.droppedRedelivery();
        second.droppedRedelivery();
    }

    @Override
    public void droppedCancelled() {
        first.droppedCancelled();
        second.droppedCancelled();
    }

    @Override
    public void refused(SequenceErrorCode code) {
        first.refused(code);
        second.refused(code);
    }

    @Override
    public void admitted(Prompt prompt, int cached, long queueMillis) {
        first.admitted(prompt, cached, queueMillis);
        second.admitted(prompt, cached, queueMillis);
    }

    @Override
    public void prefilled(int ids, long nanos) {
        first.prefilled(ids, nanos);
        second.prefilled(ids, nanos);
    }

    @Override
    public void stepped(int sequences, long nanos) {
        first.stepped(sequences, nanos);
        second.stepped(sequences, nanos);
    }

    @Override
    public void finished(Prompt prompt, SequenceProgress progress, SequenceFinishReason reason) {
        first.finished(prompt, progress, reason);
        second.finished(prompt, progress, reason);
    }

    @Override
    public void failed(Prompt prompt, SequenceProgress progress, SequenceErrorCode code) {
        first.failed(prompt, progress, code);
        second.failed(prompt, progress, code);
    }

    @Override
    public void cancelled(Prompt prompt, SequenceProgress progress) {
        first.cancelled(prompt, progress);
        second.cancelled(prompt, progress);
    }
}
