package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.validation.Checked;
import llamaline.gateway.validation.CompletionCall;
import org.jspecify.annotations.Nullable;

/** A response and the buffer that it is written from. */
final class ResponseFixture {
    private final OutputBuffer output;
    private final CompletionResponse response;

    ResponseFixture(ResponseHead head, CompletionCall call) {
        this(head, call, new OpenCalls(Checked.LIMITS));
    }

    ResponseFixture(ResponseHead head, CompletionCall call, OpenCalls calls) {
        output = new OutputBuffer(call.requestCount(), calls.take().orElseThrow());
        response = new CompletionResponse(head, call, output);
    }

    void accept(List<CallEvent> events) {
        output.accept(events);
    }

    boolean isEnded() {
        return output.isEnded();
    }

    @Nullable Refusal refusal() {
        return output.refusal();
    }

    List<ChoiceJson> choices() {
        return response.choices();
    }

    String whole() {
        return response.whole();
    }

    String chunk(ChoiceJson choice) {
        return response.chunk(choice);
    }

    String usageChunk() {
        return response.usageChunk();
    }
}
