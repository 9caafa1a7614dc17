package llamaline.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;

/**
 * Logprobs in the shape of OpenAI's completions route: four lists of equal length. The tokens,
 * joined, are the text; offsets count its characters (code points).
 */
final class LogprobsJson {
    private static final String WORD_START = "\u2581";

    private final CodeLlamaTokenizer tokenizer;
    private final int alternatives;
    private final boolean namesById;

    /**
     * @param namesById {@code token_id:N} in place of texts
     */
    LogprobsJson(CodeLlamaTokenizer tokenizer, int alternatives, boolean namesById) {
        this.tokenizer = tokenizer;
        this.alternatives = alternatives;
        this.namesById = namesById;
    }

    /**
     * @param offset of the first token's text
     */
    void putInto(JsonText json, List<ShownToken> tokens, int offset) {
        json.object();
        json.key("tokens").array();
        tokens.forEach(token -> json.value(name(token)));
        json.endArray();
        json.key("token_logprobs").array();
        tokens.forEach(token -> putLogprob(json, token));
        json.endArray();
        json.key("top_logprobs").array();
        tokens.forEach(token -> putTop(json, token));
        json.endArray();
        json.key("text_offset").array();
        int at = offset;
        for (ShownToken token : tokens) {
            json.value(at);
            at += token.text().codePointCount(0, token.text().length());
        }
        json.endArray().endObject();
    }

    private static void putLogprob(JsonText json, ShownToken token) {
        TokenLogprobs logprobs = token.logprobs();
        if (logprobs == null) {
            json.nothing();
        } else {
            json.logprob(logprobs.getLogprob());
        }
    }

    /** The chosen token comes first, whether or not it is among the likeliest. */
    private void putTop(JsonText json, ShownToken token) {
        TokenLogprobs logprobs = token.logprobs();
        if (logprobs == null) {
            json.nothing();
            return;
        }
        Map<String, Float> top = new LinkedHashMap<>();
        String chosen = token.text().isEmpty() ? name(token.id()) : name(token);
        top.put(chosen, logprobs.getLogprob());
        List<TopLogprob> others = logprobs.getTopList();
        for (TopLogprob other : others.subList(0, Math.min(alternatives, others.size()))) {
            if (other.getId() != token.id()) {
                top.putIfAbsent(name(other.getId()), other.getLogprob());
            }
        }
        json.object();
        top.forEach((name, logprob) -> json.key(name).logprob(logprob));
        json.endObject();
    }

    private String name(ShownToken token) {
        return namesById ? "token_id:" + token.id() : token.text();
    }

    /** A token by itself: a character that is a byte only is named by its value. */
    private String name(int id) {
        if (namesById) {
            return "token_id:" + id;
        }
        String piece = tokenizer.pieceOf(id);
        if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
            int value = Integer.parseInt(piece, 3, 5, 16);
            return value < 0x80 ? String.valueOf((char) value) : "bytes:\\x%02x".formatted(value);
        }
        return piece.replace(WORD_START, " ");
    }
}
