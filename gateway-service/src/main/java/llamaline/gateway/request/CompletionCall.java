package llamaline.gateway.request;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.stream.CallPlan;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.v1.GenerationRequest;
import llamaline.v1.SamplingParameters;

/**
 * A checked call of the completions or the chat route.
 *
 * @param prompts at least one; a chat is one prompt
 * @param n choices for each prompt
 */
public record CompletionCall(
        RegisteredModel model,
        List<CallPrompt> prompts,
        int n,
        SamplingParameters sampling,
        PromptTruncation truncation,
        DetokenizerOptions rules,
        CompletionOptions options) {
    public CompletionCall {
        prompts = List.copyOf(prompts);
    }

    /** The number of requests: one for each prompt and choice. */
    public int requestCount() {
        return prompts.size() * n;
    }

    /** One request for each prompt and choice: choice = prompt * n + its number. */
    public CallPlan plan() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (CallPrompt prompt : prompts) {
            for (int i = 0; i < n; i++) {
                GenerationRequest.Builder request =
                        GenerationRequest.newBuilder()
                                .setModel(model.name())
                                .setChoice(requests.size())
                                .setSampling(sampling);
                prompt.putInto(request);
                truncation.putInto(request);
                requests.add(request.build());
            }
        }
        return new CallPlan(model.tokenizer(), requests, rules);
    }
}
