package llamaline.gateway.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import llamaline.contract.TraceContext;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;

/** Writes down what an observer is told: choice, then what. */
public final class ObservedRequests implements PendingRequestObserver.Source {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public PendingRequestObserver begin(GenerationRequest request) {
        String choice = request.getChoice() + " ";
        return new PendingRequestObserver() {
            @Override
            public TraceContext published(int attempt) {
                told.add(choice + "attempt " + attempt);
                return new TraceContext("trace of " + request.getChoice(), "");
            }

            @Override
            public void encoded(int promptTokens) {
                told.add(choice + "encoded " + promptTokens);
            }

            @Override
            public void admitted() {
                told.add(choice + "admitted");
            }

            @Override
            public void tokens(int count) {
                told.add(choice + "tokens " + count);
            }

            @Override
            public void ended(FinishReason reason) {
                told.add(choice + "ended " + reason);
            }

            @Override
            public void failed(ErrorCode code) {
                told.add(choice + "failed " + code);
            }

            @Override
            public void abandoned(CancellationReason reason) {
                told.add(choice + "abandoned " + reason);
            }
        };
    }
}
