package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.http.response.JsonText;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;

/**
 * Writes logprobs in the shape of OpenAI's chat route: an object for each token. The tokens,
 * joined, are the content.
 */
final class ChatLogprobsJson {
    private final TokenNames names;
    private final int alternatives;

    /**
     * @param alternatives for each token, the most likely first
     */
    ChatLogprobsJson(TokenNames names, int alternatives) {
        this.names = names;
        this.alternatives = alternatives;
    }

    void putInto(JsonText json, List<GeneratedToken> tokens) {
        json.object().key("content").array();
        tokens.forEach(token -> put(json, token));
        json.endArray().key("refusal").nothing().endObject();
    }

    private void put(JsonText json, GeneratedToken token) {
        json.object();
        json.key("token").value(names.of(token));
        TokenLogprobs logprobs = token.logprobs();
        json.key("logprob");
        if (logprobs == null) {
            json.nothing();
        } else {
            json.logprob(logprobs.getLogprob());
        }
        putBytes(json, token.id());
        json.key("top_logprobs").array();
        if (logprobs != null) {
            logprobs.getTopList().stream().limit(alternatives).forEach(top -> put(json, top));
        }
        json.endArray().endObject();
    }

    private void put(JsonText json, TopLogprob top) {
        json.object();
        json.key("token").value(names.of(top.getId()));
        json.key("logprob").logprob(top.getLogprob());
        putBytes(json, top.getId());
        json.endObject();
    }

    private void putBytes(JsonText json, int id) {
        json.key("bytes").array();
        for (byte value : names.bytes(id)) {
            json.value(Byte.toUnsignedInt(value));
        }
        json.endArray();
    }
}
