package llamaline.gateway.mask;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.JsonFields;
import llamaline.gateway.request.TextLimit;
import llamaline.mask.MaskAxis;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.PieceRule;
import llamaline.mask.layout.SlotState;
import llamaline.tokenizer.prompt.InfillLayout;

/**
 * What a mask is asked of: {@code text}; {@code text} that is read in chunks ({@code chunk_length},
 * {@code cached}); {@code prefix} and {@code suffix}; or the {@code slots} of one round.
 */
final class MaskInputReader {
    static final String TEXT = "text";
    static final String SUFFIX = "suffix";
    private static final String PREFIX = "prefix";
    private static final String CHUNK_LENGTH = "chunk_length";
    private static final String CACHED = "cached";
    private static final String SLOTS = "slots";
    private static final String SLOT_LENGTH = "slot_length";
    private static final String RULE = "rule";
    private static final int MOST_SLOTS = 4096;

    /** By the implementation whose pieces they are. */
    private static final Map<String, PieceRule> RULES =
            new TreeMap<>(
                    Map.of(
                            "served", PieceRule.SERVED,
                            "transformers-4", PieceRule.TRANSFORMERS_4,
                            "transformers-5", PieceRule.TRANSFORMERS_5));

    private final JsonFields fields;

    MaskInputReader(JsonFields fields) {
        this.fields = fields;
    }

    MaskInput read() {
        List<String> given =
                List.of(TEXT, PREFIX, SLOTS).stream()
                        .filter(name -> fields.raw(name).isPresent())
                        .toList();
        if (given.size() != 1) {
            throw refused(TEXT, "Give one of 'text', 'prefix' with 'suffix', and 'slots'.");
        }
        return switch (given.getFirst()) {
            case TEXT -> text(requiredText(TEXT));
            case PREFIX -> infill();
            default -> slots(fields.raw(SLOTS).orElseThrow());
        };
    }

    private MaskInput text(String text) {
        if (fields.raw(CHUNK_LENGTH).isPresent()) {
            return new MaskInput.ChunkedPrefill(text, cached(fields, 0), count(CHUNK_LENGTH));
        }
        String name = fields.text(RULE).orElse("transformers-4");
        PieceRule rule = RULES.get(name);
        if (rule == null) {
            throw refused(RULE, "'rule' must be one of %s.".formatted(RULES.keySet()));
        }
        return new MaskInput.Text(text, rule);
    }

    private MaskInput infill() {
        InfillLayout order =
                fields.bool("suffix_first", false)
                        ? InfillLayout.SUFFIX_PREFIX_MIDDLE
                        : InfillLayout.PREFIX_SUFFIX_MIDDLE;
        return new MaskInput.Infill(
                requiredText(PREFIX),
                requiredText(SUFFIX),
                fields.raw("middle").isPresent() ? requiredText("middle") : "",
                order);
    }

    private MaskInput slots(JsonNode list) {
        if (!list.isArray()) {
            throw JsonFields.wrong(SLOTS, "a list of slots", list);
        }
        if (list.size() > MOST_SLOTS) {
            throw refused(
                    SLOTS,
                    "'slots' has %d slots; at most %d are allowed."
                            .formatted(list.size(), MOST_SLOTS));
        }
        List<SlotState> slots = new ArrayList<>();
        for (JsonNode slot : list) {
            slots.add(slot(slot, "slots[%d]".formatted(slots.size())));
        }
        return new MaskInput.SlotRound(slots, count(SLOT_LENGTH));
    }

    private static SlotState slot(JsonNode slot, String at) {
        if (!slot.isObject()) {
            throw JsonFields.wrong(at, "an object with 'state'", slot);
        }
        JsonFields of = new JsonFields(slot);
        return switch (of.text("state").orElse("")) {
            case "free" -> new SlotState.Free(cached(of, 0));
            case "decoding" -> new SlotState.Decoding(cached(of, 1));
            case "prefilling" ->
                    new SlotState.Prefilling(
                            cached(of, 0),
                            (int) of.integer("chunk", 1, MaskAxis.LONGEST).orElse(1),
                            of.bool("ends_prompt", false));
            default ->
                    throw refused(
                            at + ".state",
                            "'%s.state' must be 'free', 'prefilling' or 'decoding'.".formatted(at));
        };
    }

    private static int cached(JsonFields of, int fallback) {
        return (int) of.integer(CACHED, 0, MaskAxis.LONGEST).orElse(fallback);
    }

    private int count(String field) {
        return (int)
                fields.integer(field, 1, MaskAxis.LONGEST)
                        .orElseThrow(() -> refused(field, "'%s' is required.".formatted(field)));
    }

    private String requiredText(String field) {
        String text =
                fields.text(field)
                        .orElseThrow(() ->
                                refused(field, "'%s' is required: a string.".formatted(field)));
        TextLimit.require(field, text);
        return text;
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
