package llamaline.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.WrongValues;
import llamaline.v1.InfillOrder;

/** The prompts of a call: from {@code prompt}, {@code suffix} and what belongs to them. */
final class CompletionPromptReader {
    private static final String PROMPT = "prompt";
    private static final String SUFFIX = "suffix";
    private static final String ADD_SPECIAL = "add_special_tokens";
    private static final String ALLOWED =
            "a string, a list of strings, a list of token ids, or a list of such lists";

    private final JsonFields fields;
    private final RegisteredModel model;
    private final Optional<String> suffix;
    private final boolean parseSpecial;
    private final boolean isBare;
    private final PromptTruncation truncation;
    private final InfillOrder order;

    CompletionPromptReader(JsonFields fields, RegisteredModel model, PromptTruncation truncation) {
        this.fields = fields;
        this.model = model;
        this.suffix = fields.text(SUFFIX);
        this.parseSpecial = fields.bool("parse_special", true);
        this.isBare = !fields.bool(ADD_SPECIAL, true);
        this.truncation = truncation;
        this.order =
                fields.bool("suffix_first", false)
                        ? InfillOrder.SUFFIX_PREFIX_MIDDLE
                        : InfillOrder.PREFIX_SUFFIX_MIDDLE;
    }

    /**
     * @param most how many prompts are allowed
     */
    List<CallPrompt> read(int most) {
        JsonNode prompt =
                fields.raw(PROMPT)
                        .orElseThrow(() -> refused("'prompt' is required: " + ALLOWED + "."));
        if (prompt.isTextual()) {
            return List.of(ofText(prompt.textValue()));
        }
        if (!prompt.isArray()) {
            throw JsonFields.wrong(PROMPT, ALLOWED, prompt);
        }
        if (prompt.isEmpty()) {
            throw refused("'prompt' must not be an empty list: " + ALLOWED + ".");
        }
        if (prompt.get(0).isNumber()) {
            return List.of(ofIds(prompt));
        }
        if (prompt.size() > most) {
            throw refused(
                    "'prompt' has %d prompts; prompts times n may be at most the gateway's limit, which leaves %d here."
                            .formatted(prompt.size(), most));
        }
        return ofList(prompt);
    }

    private List<CallPrompt> ofList(JsonNode list) {
        boolean areTexts = list.get(0).isTextual();
        List<CallPrompt> prompts = new ArrayList<>();
        for (JsonNode item : list) {
            if (areTexts && item.isTextual()) {
                prompts.add(ofText(item.textValue()));
            } else if (!areTexts && item.isArray()) {
                prompts.add(ofIds(item));
            } else {
                throw refused(
                        "'prompt' must be %s, but its item %d is %s."
                                .formatted(ALLOWED, prompts.size(), WrongValues.described(item)));
            }
        }
        return prompts;
    }

    private CallPrompt ofText(String text) {
        JsonFields.requireUnicode(PROMPT, text);
        boolean isMarked = parseSpecial && FillMarker.isIn(text);
        if (suffix.isPresent()) {
            if (isMarked) {
                throw refused("Give either 'suffix' or %s, not both.".formatted(FillMarker.MARKER));
            }
            return infill(text, suffix.get(), SUFFIX);
        }
        return isMarked ? ofMarked(text) : new CallPrompt.Text(text, parseSpecial, isBare);
    }

    private CallPrompt ofMarked(String text) {
        FillMarker.Split split =
                FillMarker.split(text)
                        .orElseThrow(() ->
                                refused(
                                        "%s stands more than once in 'prompt'; at most one is allowed."
                                                .formatted(FillMarker.MARKER)));
        return split.suffix().isEmpty()
                ? new CallPrompt.Text(split.prefix(), true, isBare)
                : infill(split.prefix(), split.suffix(), PROMPT);
    }

    private CallPrompt infill(String prefix, String rest, String param) {
        model.requireInfill(param);
        if (fields.bool("echo", false)) {
            throw refused("echo", "'echo' and infilling do not go together.");
        }
        if (isBare) {
            throw refused(ADD_SPECIAL, "The layout of an infilling prompt begins with BOS.");
        }
        if (truncation.isWanted()) {
            throw refused(
                    PromptTruncation.FIELD,
                    "The layout of an infilling prompt cannot be cut; shorten prefix and suffix.");
        }
        return new CallPrompt.Infill(prefix, rest, order);
    }

    private CallPrompt ofIds(JsonNode list) {
        if (suffix.isPresent()) {
            throw refused(SUFFIX, "'suffix' needs a prompt of text, not of token ids.");
        }
        if (list.isEmpty()) {
            throw refused("A prompt of token ids must hold at least one.");
        }
        int length = truncation.length(list.size());
        int context = model.card().getContext();
        if (length > context) {
            throw tooLong(length, context);
        }
        int from = truncation.from(list.size());
        List<Integer> ids = new ArrayList<>(length);
        for (int i = 0; i < list.size(); i++) {
            int id = id(list.get(i), i);
            if (i >= from && i < from + length) {
                ids.add(id);
            }
        }
        return new CallPrompt.Ids(ids);
    }

    private int id(JsonNode item, int position) {
        int vocabulary = model.card().getVocabulary();
        OptionalLong id = JsonFields.integer(item);
        if (id.isEmpty()) {
            throw refused(
                    "'prompt' must hold token ids, but its item %d is %s."
                            .formatted(position, WrongValues.described(item)));
        }
        if (id.getAsLong() < 0 || id.getAsLong() >= vocabulary) {
            throw refused(
                    "Token id %d at position %d of 'prompt' is out of vocabulary: ids are from 0 to %d."
                            .formatted(id.getAsLong(), position, vocabulary - 1));
        }
        return (int) id.getAsLong();
    }

    private static RefusedException tooLong(int length, int context) {
        return new RefusedException(
                new Refusal(
                        RefusalCode.CONTEXT_LENGTH_EXCEEDED,
                        "'prompt' has %d tokens, but the model's context is %d."
                                .formatted(length, context),
                        PROMPT));
    }

    private static RefusedException refused(String message) {
        return refused(PROMPT, message);
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
