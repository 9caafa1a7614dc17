package llamaline.gateway.stream;

import java.util.List;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.GenerationRequest;

/**
 * The requests of a call, before they are given ids and a deadline.
 *
 * @param tokenizer the model's tokenizer
 * @param requests one for each prompt and choice, without the fields that {@link PendingRequests}
 *     sets: request id, attempt, deadline and return address
 * @param detokenizing how the ids of each choice become text
 */
public record CallPlan(
        CodeLlamaTokenizer tokenizer,
        List<GenerationRequest> requests,
        DetokenizerOptions detokenizing) {
    public CallPlan {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a call has at least one request");
        }
    }
}
