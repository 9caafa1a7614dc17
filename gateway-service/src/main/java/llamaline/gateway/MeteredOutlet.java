package llamaline.gateway;

import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.RequestOutlet;
import llamaline.v1.Cancellation;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;

/** An outlet whose cancellations and dead letters are counted. */
record MeteredOutlet(RequestOutlet outlet, GatewayMetrics metrics) implements RequestOutlet {
    @Override
    public void publish(
            GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure) {
        outlet.publish(request, trace, onFailure);
    }

    @Override
    public void cancel(Cancellation cancellation) {
        metrics.cancelled(cancellation.getReason());
        outlet.cancel(cancellation);
    }

    @Override
    public void bury(GenerationRequest request, Failure failure) {
        metrics.buried(request.getModel(), failure.getCode());
        outlet.bury(request, failure);
    }
}
