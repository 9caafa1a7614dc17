package llamaline.gateway.http;

import java.util.List;

/**
 * The counts of what was written of an answer; a prompt counts once, however many choices it has.
 */
record AnswerUsage(int promptTokens, int completionTokens, int cachedTokens) {
    /**
     * @param n choices for each prompt, which stand together
     */
    static AnswerUsage of(List<AnswerChoice> choices, int n) {
        int prompt = 0;
        int completion = 0;
        int cached = 0;
        for (int i = 0; i < choices.size(); i++) {
            ChoiceNews news = choices.get(i).news();
            completion += news.completionTokens();
            if (i % n == 0) {
                prompt += news.promptTokens();
                cached += news.cachedTokens();
            }
        }
        return new AnswerUsage(prompt, completion, cached);
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
