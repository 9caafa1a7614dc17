package llamaline.gateway;

import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.RequestPublisher;
import llamaline.v1.Cancellation;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;

/** Counts the cancellations and dead letters that pass through it. */
record MeteredRequestPublisher(RequestPublisher publisher, GatewayMetrics metrics)
        implements RequestPublisher {
    @Override
    public void publish(
            GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure) {
        publisher.publish(request, trace, onFailure);
    }

    @Override
    public void cancel(Cancellation cancellation) {
        metrics.cancelled(cancellation.getReason());
        publisher.cancel(cancellation);
    }

    @Override
    public void deadLetter(GenerationRequest request, Failure failure) {
        metrics.deadLettered(request.getModel(), failure.getCode());
        publisher.deadLetter(request, failure);
    }
}
