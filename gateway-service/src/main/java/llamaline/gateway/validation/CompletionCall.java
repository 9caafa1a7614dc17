package llamaline.gateway.validation;

import java.util.List;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.request.LengthFields;
import llamaline.gateway.request.SamplingFields;
import llamaline.gateway.stream.CallPlan;
import llamaline.gateway.text.DetokenizerOptions;

/**
 * A checked call of the completions or the chat route.
 *
 * @param prompts at least one; a chat is one prompt
 * @param n choices for each prompt
 * @param seed the caller's, or drawn
 * @param lengths no longer than the model's context
 * @param logprobs that the worker is asked for
 */
public record CompletionCall(
        RegisteredModel model,
        List<CallPrompt> prompts,
        int n,
        long seed,
        SamplingFields sampling,
        LengthFields lengths,
        RequestedLogprobs logprobs,
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
        return new CallPlan(model.tokenizer(), GenerationRequests.of(this), rules);
    }
}
