package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;

/**
 * Writes {@code prompt_logprobs} as vLLM does: null for the first token, and for each other one an
 * object with it and its alternatives by id.
 *
 * <p>Source: vLLM, entrypoints/openai (prompt_logprobs), vllm/logprobs.py (Logprob).
 */
final class PromptLogprobsJson {
    private final TokenNames names;
    private final int alternatives;

    /**
     * @param alternatives for each token
     */
    PromptLogprobsJson(TokenNames names, int alternatives) {
        this.names = names;
        this.alternatives = alternatives;
    }

    /**
     * Writes the logprobs of a whole prompt.
     *
     * @param logprobs those of all tokens but the first
     */
    void putInto(JsonText json, List<TokenLogprobs> logprobs) {
        json.array().nothing();
        logprobs.forEach(token -> put(json, token));
        json.endArray();
    }

    private void put(JsonText json, TokenLogprobs token) {
        json.object();
        put(json, token.getId(), token.getLogprob(), token.getRank());
        int count = Math.min(alternatives, token.getTopCount());
        for (int i = 0; i < count; i++) {
            TopLogprob top = token.getTop(i);
            if (top.getId() != token.getId()) {
                put(json, top.getId(), top.getLogprob(), i + 1);
            }
        }
        json.endObject();
    }

    private void put(JsonText json, int id, float logprob, int rank) {
        json.key(String.valueOf(id)).object();
        json.key("logprob").logprob(logprob);
        json.key("rank").value(rank);
        json.key("decoded_token").value(names.of(id));
        json.endObject();
    }
}
