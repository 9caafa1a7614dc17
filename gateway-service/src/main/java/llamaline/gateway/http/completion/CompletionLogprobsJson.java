package llamaline.gateway.http.completion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.http.response.JsonText;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;

/**
 * Writes logprobs in the shape of OpenAI's completions route: four lists of equal length. The
 * tokens, joined, are the text; offsets count its characters (code points).
 */
final class CompletionLogprobsJson {
    private final TokenNames names;
    private final int alternatives;

    /**
     * @param alternatives for each token, beside itself
     */
    CompletionLogprobsJson(TokenNames names, int alternatives) {
        this.names = names;
        this.alternatives = alternatives;
    }

    /**
     * Writes the logprobs of a part's tokens.
     *
     * @param offset where the first token's text stands in the choice's, in characters
     */
    void putInto(JsonText json, List<GeneratedToken> tokens, int offset) {
        json.object();
        json.key("tokens").array();
        tokens.forEach(token -> json.value(names.of(token)));
        json.endArray();
        json.key("token_logprobs").array();
        tokens.forEach(token -> putLogprob(json, token));
        json.endArray();
        json.key("top_logprobs").array();
        tokens.forEach(token -> putTop(json, token));
        json.endArray();
        json.key("text_offset").array();
        int at = offset;
        for (GeneratedToken token : tokens) {
            json.value(at);
            at += token.text().codePointCount(0, token.text().length());
        }
        json.endArray().endObject();
    }

    private static void putLogprob(JsonText json, GeneratedToken token) {
        TokenLogprobs logprobs = token.logprobs();
        if (logprobs == null) {
            json.nothing();
        } else {
            json.logprob(logprobs.getLogprob());
        }
    }

    /** The chosen token comes first, whether or not it is among the likeliest. */
    private void putTop(JsonText json, GeneratedToken token) {
        TokenLogprobs logprobs = token.logprobs();
        if (logprobs == null) {
            json.nothing();
            return;
        }
        Map<String, Float> top = new LinkedHashMap<>();
        String chosen = token.text().isEmpty() ? names.of(token.id()) : names.of(token);
        top.put(chosen, logprobs.getLogprob());
        List<TopLogprob> others = logprobs.getTopList();
        for (TopLogprob other : others.subList(0, Math.min(alternatives, others.size()))) {
            if (other.getId() != token.id()) {
                top.putIfAbsent(names.of(other.getId()), other.getLogprob());
            }
        }
        json.object();
        top.forEach((name, logprob) -> json.key(name).logprob(logprob));
        json.endObject();
    }
}
