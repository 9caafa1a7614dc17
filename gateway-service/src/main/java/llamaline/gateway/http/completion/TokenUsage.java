package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.output.ChoiceOutput;

/**
 * The token counts of what was written of a response; a prompt counts once, however many choices it
 * has.
 */
record TokenUsage(int promptTokens, int completionTokens, int cachedTokens) {
    /**
     * Counts the tokens that were taken from the choices.
     *
     * @param n choices for each prompt, which stand together
     */
    static TokenUsage of(List<ChoiceOutput> choices, int n) {
        int prompt = 0;
        int completion = 0;
        int cached = 0;
        for (int i = 0; i < choices.size(); i++) {
            ChoiceOutput choice = choices.get(i);
            completion += choice.completionTokens();
            if (i % n == 0) {
                prompt += choice.promptTokens();
                cached += choice.cachedTokens();
            }
        }
        return new TokenUsage(prompt, completion, cached);
    }

    void putInto(JsonText json) {
        json.object();
        json.key("prompt_tokens").value(promptTokens);
        json.key("completion_tokens").value(completionTokens);
        json.key("total_tokens").value(promptTokens + completionTokens);
        json.key("prompt_tokens_details").object();
        json.key("cached_tokens").value(cachedTokens).endObject();
        json.endObject();
    }
}
