package llamaline.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.JsonFields;
import llamaline.tokenizer.CodeLlamaTokenizer;

/**
 * A call's fields and the tokenizer that it means.
 *
 * @param tokenizer adds what this call wants: Transformers' update_post_processor, for one call
 */
record TokenizerRequest(JsonFields fields, RegisteredModel model, CodeLlamaTokenizer tokenizer) {
    private static final String ADD_SPECIAL_TOKENS = "add_special_tokens";

    /**
     * @param addsByDefault whether BOS and EOS are added where the caller says nothing
     */
    static TokenizerRequest of(JsonFields fields, RegisteredModel model, boolean addsByDefault) {
        boolean adds = fields.bool(ADD_SPECIAL_TOKENS, addsByDefault);
        boolean addsBos = fields.bool("add_bos", adds && model.card().getTokenizer().getAddBos());
        boolean addsEos = fields.bool("add_eos", adds && model.card().getTokenizer().getAddEos());
        if (!adds && (addsBos || addsEos)) {
            throw new RefusedException(
                    Refusal.ofField(
                            ADD_SPECIAL_TOKENS,
                            "'add_bos' and 'add_eos' add nothing where 'add_special_tokens' is false."));
        }
        return new TokenizerRequest(
                fields, model, model.tokenizer().withSpecialTokens(addsBos, addsEos));
    }

    /** A field that must be there. */
    JsonNode required(String field, String allowed) {
        return fields.raw(field).orElseThrow(() -> missing(field, allowed));
    }

    String requiredText(String field) {
        return fields.text(field).orElseThrow(() -> missing(field, "a string"));
    }

    int[] requiredIds(String field) {
        return read(field, required(field, "a list of token ids"));
    }

    Optional<int[]> ids(String field) {
        return fields.raw(field).map(list -> read(field, list));
    }

    private int[] read(String field, JsonNode list) {
        return TokenIdLists.read(field, list, tokenizer.vocabularySize());
    }

    private static RefusedException missing(String field, String allowed) {
        return new RefusedException(
                Refusal.ofField(field, "'%s' is required: %s.".formatted(field, allowed)));
    }
}
