package llamaline.gateway.tokenizer;

import java.util.Arrays;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.request.TextLimit;
import llamaline.gateway.validation.FillMarker;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.prompt.InfillLayout;

/**
 * TokenIdLists of texts, without added tokens, as a completion of the same text would have them.
 */
final class TextIds {
    private final RegisteredModel model;
    private final ControlTokens controlTokens;
    private final InfillLayout order;

    TextIds(RequestFields fields, RegisteredModel model) {
        this.model = model;
        this.controlTokens =
                PromptFields.parsesSpecial(fields) ? ControlTokens.PARSE : ControlTokens.PLAIN;
        this.order = PromptFields.infillOrder(fields);
    }

    /** TokenIdLists of a text, or of what stands round the one {@code <FILL_ME>} in it. */
    int[] of(String field, String text) {
        ValueFields.unicode(field, text);
        TextLimit.require(field, text);
        if (!isMarked(text)) {
            return model.tokenizer().encode(text, controlTokens);
        }
        FillMarker.Split split =
                FillMarker.split(text)
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        field,
                                        "%s stands more than once in '%s'; at most one is allowed."
                                                .formatted(FillMarker.MARKER, field)));
        return split.suffix().isEmpty()
                ? model.tokenizer().encode(split.prefix(), controlTokens)
                : infill(field, split.prefix(), split.suffix());
    }

    /**
     * TokenIdLists of an infilling prompt.
     *
     * @param field that asks for it
     */
    int[] infill(String field, String prefix, String suffix) {
        model.requireInfill(field);
        TextLimit.require(field, prefix);
        TextLimit.require(field, suffix);
        int[] withBos = model.tokenizer().encodeInfill(prefix, suffix, order);
        return Arrays.copyOfRange(withBos, 1, withBos.length);
    }

    boolean isMarked(String text) {
        return controlTokens == ControlTokens.PARSE && FillMarker.isIn(text);
    }
}
