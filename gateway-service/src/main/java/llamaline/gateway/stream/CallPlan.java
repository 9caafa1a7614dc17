package llamaline.gateway.stream;

import java.util.List;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.GenerationRequest;

/**
 * What a caller wants.
 *
 * @param tokenizer the model's
 * @param requests one for each prompt and choice, without what {@link PendingRequests} adds:
 *     request id, attempt, deadline and return address
 * @param rules of each choice's text
 */
public record CallPlan(
        CodeLlamaTokenizer tokenizer, List<GenerationRequest> requests, DetokenizerOptions rules) {
    public CallPlan {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a call has at least one request");
        }
    }
}
