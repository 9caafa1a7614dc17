package llamaline.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.v1.Cancellation;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import org.jspecify.annotations.Nullable;

/** Keeps what would be sent. */
final class FakeRequestPublisher implements RequestPublisher {
    final List<GenerationRequest> published = new ArrayList<>();
    final List<TraceContext> traces = new ArrayList<>();
    final List<Cancellation> cancelled = new ArrayList<>();
    final List<GenerationRequest> deadLettered = new ArrayList<>();

    /** Where set, what every request's publication fails with, at once. */
    @Nullable Failure refusal;

    @Override
    public void publish(
            GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure) {
        published.add(request);
        traces.add(trace);
        Failure failure = refusal;
        if (failure != null) {
            onFailure.accept(failure);
        }
    }

    @Override
    public void cancel(Cancellation cancellation) {
        cancelled.add(cancellation);
    }

    @Override
    public void deadLetter(GenerationRequest request, Failure failure) {
        deadLettered.add(request);
    }

    GenerationRequest last() {
        return published.getLast();
    }
}
