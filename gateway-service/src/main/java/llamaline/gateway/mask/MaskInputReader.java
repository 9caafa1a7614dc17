package llamaline.gateway.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.request.TextLimit;
import llamaline.mask.MaskAxis;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.PieceRule;
import llamaline.mask.layout.SlotState;

/**
 * Reads the input of a mask: {@code text}; {@code text} that is read in chunks ({@code
 * chunk_length}, {@code cached}); {@code prefix} and {@code suffix}; or the {@code slots} of one
 * round.
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

    /** The rules by name: each is that of the implementation whose pieces it makes. */
    private static final Map<String, PieceRule> RULES =
            new TreeMap<>(
                    Map.of(
                            "served", PieceRule.SERVED,
                            "transformers-4", PieceRule.TRANSFORMERS_4,
                            "transformers-5", PieceRule.TRANSFORMERS_5));

    private final RequestFields fields;

    MaskInputReader(RequestFields fields) {
        this.fields = fields;
    }

    MaskInput read() {
        List<String> given =
                List.of(TEXT, PREFIX, SLOTS).stream()
                        .filter(name -> fields.value(name).isPresent())
                        .toList();
        if (given.size() != 1) {
            throw RefusedException.ofField(
                    TEXT, "Give one of 'text', 'prefix' with 'suffix', and 'slots'.");
        }
        return switch (given.getFirst()) {
            case TEXT -> text(requiredText(TEXT));
            case PREFIX -> infill();
            default -> slots(fields.value(SLOTS).orElseThrow());
        };
    }

    private MaskInput text(String text) {
        if (fields.value(CHUNK_LENGTH).isPresent()) {
            return new MaskInput.ChunkedPrefill(text, cached(fields, 0), count(CHUNK_LENGTH));
        }
        String name = fields.text(RULE).orElse("transformers-4");
        PieceRule rule = RULES.get(name);
        if (rule == null) {
            throw RefusedException.ofField(
                    RULE, "'rule' must be one of %s.".formatted(RULES.keySet()));
        }
        return new MaskInput.Text(text, rule);
    }

    private MaskInput infill() {
        return new MaskInput.Infill(
                requiredText(PREFIX),
                requiredText(SUFFIX),
                fields.value("middle").isPresent() ? requiredText("middle") : "",
                PromptFields.infillOrder(fields));
    }

    private MaskInput slots(RequestValue list) {
        if (!list.is(Kind.LIST)) {
            throw list.wrong(SLOTS, "a list of slots");
        }
        if (list.items().size() > MOST_SLOTS) {
            throw RefusedException.ofField(
                    SLOTS,
                    "'slots' has %d slots; at most %d are allowed."
                            .formatted(list.items().size(), MOST_SLOTS));
        }
        List<SlotState> slots = new ArrayList<>();
        for (RequestValue slot : list.items()) {
            slots.add(slot(slot, "slots[%d]".formatted(slots.size())));
        }
        return new MaskInput.SlotStep(slots, count(SLOT_LENGTH));
    }

    private static SlotState slot(RequestValue slot, String at) {
        if (!slot.is(Kind.OBJECT)) {
            throw slot.wrong(at, "an object with 'state'");
        }
        RequestFields of = new ValueFields(slot);
        return switch (of.text("state").orElse("")) {
            case "free" -> new SlotState.Free(cached(of, 0));
            case "decoding" -> new SlotState.Decoding(cached(of, 1));
            case "prefilling" ->
                    new SlotState.Prefilling(
                            cached(of, 0),
                            (int) of.integer("chunk", 1, MaskAxis.LONGEST).orElse(1),
                            of.flag("ends_prompt", false));
            default ->
                    throw RefusedException.ofField(
                            at + ".state",
                            "'%s.state' must be 'free', 'prefilling' or 'decoding'.".formatted(at));
        };
    }

    private static int cached(RequestFields of, int fallback) {
        return (int) of.integer(CACHED, 0, MaskAxis.LONGEST).orElse(fallback);
    }

    private int count(String field) {
        return (int)
                fields.integer(field, 1, MaskAxis.LONGEST)
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        field, "'%s' is required.".formatted(field)));
    }

    private String requiredText(String field) {
        String text =
                fields.text(field)
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        field, "'%s' is required: a string.".formatted(field)));
        TextLimit.require(field, text);
        return text;
    }
}
