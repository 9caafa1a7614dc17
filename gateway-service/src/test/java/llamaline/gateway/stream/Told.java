package llamaline.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.CallListener;
import llamaline.gateway.event.GeneratedToken;
import llamaline.v1.Failure;

/** Keeps what a caller is told. */
final class Told implements CallListener {
    final List<List<CallEvent>> lists = new ArrayList<>();

    @Override
    public void on(List<CallEvent> events) {
        lists.add(List.copyOf(events));
    }

    List<CallEvent> events() {
        return lists.stream().flatMap(List::stream).toList();
    }

    List<Integer> ids(int choice) {
        return deltas(choice).map(GeneratedToken::id).toList();
    }

    /** With what was held back, where the choice has ended. */
    String text(int choice) {
        StringBuilder text = new StringBuilder();
        deltas(choice).forEach(token -> text.append(token.text()));
        ends(choice).forEach(end -> text.append(end.rest()));
        return text.toString();
    }

    List<CallEvent.Ended> ends(int choice) {
        return of(CallEvent.Ended.class).filter(end -> end.choice() == choice).toList();
    }

    List<Failure> failures() {
        return of(CallEvent.Failed.class).map(CallEvent.Failed::failure).toList();
    }

    <E extends CallEvent> Stream<E> of(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast);
    }

    private Stream<GeneratedToken> deltas(int choice) {
        return of(CallEvent.Delta.class)
                .filter(delta -> delta.choice() == choice)
                .flatMap(delta -> delta.tokens().stream());
    }
}
