package llamaline.worker.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.StepEvent;
import llamaline.worker.event.StepListener;
import llamaline.worker.prompt.PromptKey;

/** Writes down what the decode loop tells. Thread-safe. */
final class Recorder implements StepListener {
    private final List<List<StepEvent>> steps = new ArrayList<>();

    @Override
    public synchronized void onStep(List<StepEvent> events) {
        steps.add(List.copyOf(events));
    }

    synchronized List<SequenceEvent> of(PromptKey key) {
        return steps.stream()
                .flatMap(List::stream)
                .filter(event -> event.key().equals(key))
                .map(StepEvent::event)
                .toList();
    }

    synchronized int steps() {
        return steps.size();
    }

    List<Integer> tokens(PromptKey key) {
        return tokenEvents(key).stream().map(SequenceEvent.Token::id).toList();
    }

    List<SequenceEvent.Token> tokenEvents(PromptKey key) {
        return of(key).stream()
                .filter(SequenceEvent.Token.class::isInstance)
                .map(SequenceEvent.Token.class::cast)
                .toList();
    }

    long admissions(PromptKey key) {
        return of(key).stream().filter(SequenceEvent.Admitted.class::isInstance).count();
    }

    Optional<SequenceEvent> end(PromptKey key) {
        return of(key).stream()
                .filter(event ->
                        event instanceof SequenceEvent.Finished
                                || event instanceof SequenceEvent.Failed)
                .findFirst();
    }
}
