package llamaline.worker.loop;

import java.util.ArrayList;
import java.util.List;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.prompt.Prompt;

/** Writes down what an observer is told. */
final class ObservedLoop implements LoopObserver {
    final List<String> told = new ArrayList<>();

    @Override
    public void droppedRedelivery() {
        told.add("redelivered");
    }

    @Override
    public void droppedCancelled() {
        told.add("cancelled before");
    }

    @Override
    public void refused(SequenceErrorCode code) {
        told.add("refused " + code);
    }

    @Override
    public void admitted(Prompt prompt, int cached, long queueMillis) {
        told.add("admitted, cached " + cached + ", waited " + queueMillis);
    }

    @Override
    public void prefilled(int ids, long nanos) {
        told.add("read " + ids);
    }

    @Override
    public void stepped(int sequences, long nanos) {
        told.add("step of " + sequences);
    }

    @Override
    public void finished(Prompt prompt, SequenceProgress progress, SequenceFinishReason reason) {
        told.add("finished " + reason + " with " + progress.generated());
    }

    @Override
    public void failed(Prompt prompt, SequenceProgress progress, SequenceErrorCode code) {
        told.add("failed " + code);
    }

    @Override
    public void cancelled(Prompt prompt, SequenceProgress progress) {
        told.add("cancelled with " + progress.generated());
    }
}
