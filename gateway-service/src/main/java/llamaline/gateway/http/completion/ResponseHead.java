package llamaline.gateway.http.completion;

import llamaline.gateway.http.response.JsonText;
import llamaline.v1.ModelCard;

/**
 * The fields that all chunks of a response have in common.
 *
 * @param id {@code cmpl-} or {@code chatcmpl-}, and random digits
 * @param createdSeconds epoch seconds
 */
public record ResponseHead(String id, long createdSeconds, String model, String fingerprint) {
    private static final int FINGERPRINT_DIGITS = 12;

    public static ResponseHead of(String id, long createdSeconds, ModelCard card) {
        String hash = card.getWeightsHash();
        String digits = hash.substring(0, Math.min(FINGERPRINT_DIGITS, hash.length()));
        return new ResponseHead(id, createdSeconds, card.getModel(), "fp_llamaline" + digits);
    }

    /**
     * @param object what the JSON object is, in OpenAI's word
     */
    void putInto(JsonText json, String object) {
        json.key("id").value(id);
        json.key("object").value(object);
        json.key("created").value(createdSeconds);
        json.key("model").value(model);
        json.key("system_fingerprint").value(fingerprint);
    }
}
