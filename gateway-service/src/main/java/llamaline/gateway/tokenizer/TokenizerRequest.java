package llamaline.gateway.tokenizer;

import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import llamaline.tokenizer.CodeLlamaTokenizer;

/**
 * A call's fields and the tokenizer that it means.
 *
 * @param tokenizer adds what this call wants: Transformers' update_post_processor, for one call
 */
record TokenizerRequest(RequestFields fields, RegisteredModel model, CodeLlamaTokenizer tokenizer) {
    /**
     * Reads which special tokens a call adds.
     *
     * @param addsByDefault whether BOS and EOS are added where the caller says nothing
     */
    static TokenizerRequest of(RequestFields fields, RegisteredModel model, boolean addsByDefault) {
        boolean adds = PromptFields.addsSpecialTokens(fields, addsByDefault);
        boolean addsBos = fields.flag("add_bos", adds && model.settings().addBos());
        boolean addsEos = fields.flag("add_eos", adds && model.settings().addEos());
        if (!adds && (addsBos || addsEos)) {
            throw RefusedException.ofField(
                    PromptFields.ADD_SPECIAL_TOKENS,
                    "'add_bos' and 'add_eos' add nothing where 'add_special_tokens' is false.");
        }
        return new TokenizerRequest(
                fields, model, model.tokenizer().withSpecialTokens(addsBos, addsEos));
    }

    /** A field that must be there. */
    RequestValue required(String field, String allowed) {
        return fields.value(field).orElseThrow(() -> missing(field, allowed));
    }

    String requiredText(String field) {
        return fields.text(field).orElseThrow(() -> missing(field, "a string"));
    }

    int[] requiredIds(String field) {
        return read(field, required(field, "a list of token ids"));
    }

    Optional<int[]> ids(String field) {
        return fields.value(field).map(list -> read(field, list));
    }

    private int[] read(String field, RequestValue list) {
        return TokenIdLists.read(field, list, tokenizer.vocabularySize());
    }

    private static RefusedException missing(String field, String allowed) {
        return RefusedException.ofField(field, "'%s' is required: %s.".formatted(field, allowed));
    }
}
