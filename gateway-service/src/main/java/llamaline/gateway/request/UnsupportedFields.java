package llamaline.gateway.request;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.RefusedException;

/**
 * Fields that would change the answer and that we cannot honour: refused, never ignored, unless
 * they ask for what we do anyway. All other unknown fields are ignored, as OpenAI's service does.
 */
public final class UnsupportedFields {
    private static final Map<String, Predicate<RequestValue>> EVERYWHERE =
            Map.ofEntries(
                    never("structured_outputs"),
                    never("grammar"),
                    never("json_schema"),
                    never("guided_json"),
                    never("guided_regex"),
                    never("guided_choice"),
                    never("guided_grammar"),
                    never("structural_tag"),
                    never("logits_processors"),
                    never("allowed_token_ids"),
                    never("prompt_embeds"),
                    never("kv_transfer_params"),
                    Map.entry("response_format", UnsupportedFields::isTextFormat),
                    Map.entry("tools", UnsupportedFields::isNothing),
                    Map.entry("functions", UnsupportedFields::isNothing),
                    Map.entry("tool_choice", UnsupportedFields::isNone),
                    Map.entry("function_call", UnsupportedFields::isNone),
                    Map.entry("bad_words", UnsupportedFields::isNothing),
                    Map.entry("use_beam_search", value -> is(value, false)),
                    Map.entry("num_beams", value -> is(value, 1)),
                    Map.entry("length_penalty", value -> is(value, 1)),
                    Map.entry("typical_p", value -> is(value, 1)),
                    Map.entry("no_repeat_ngram_size", value -> is(value, 0)),
                    Map.entry("mirostat", value -> is(value, 0)));

    public static final UnsupportedFields OF_COMPLETIONS = new UnsupportedFields(Map.of());

    /** The template is the model's own, with its special tokens and the beginning of an answer. */
    public static final UnsupportedFields OF_CHATS =
            new UnsupportedFields(
                    Map.ofEntries(
                            never("chat_template"),
                            never("audio"),
                            never("web_search_options"),
                            never("prompt_token_ids"),
                            Map.entry("chat_template_kwargs", UnsupportedFields::isEmpty),
                            Map.entry("documents", UnsupportedFields::isNothing),
                            Map.entry("modalities", UnsupportedFields::isTextAlone),
                            Map.entry(PromptFields.PARSE_SPECIAL, value -> is(value, false))));

    /** Names in order, each with the values that change nothing. */
    private final Map<String, Predicate<RequestValue>> harmless;

    private UnsupportedFields(Map<String, Predicate<RequestValue>> further) {
        harmless = new TreeMap<>(EVERYWHERE);
        harmless.putAll(further);
    }

    /**
     * Passes where none of them is there, or only with values that change nothing.
     *
     * @throws RefusedException naming the field
     */
    public void refuse(RequestFields fields) {
        harmless.forEach((name, isHarmless) ->
                fields.value(name)
                        .filter(isHarmless.negate())
                        .ifPresent(_ -> {
                            throw RefusedException.ofField(
                                    name, "'%s' is not supported with this value.".formatted(name));
                        }));
    }

    private static Map.Entry<String, Predicate<RequestValue>> never(String name) {
        return Map.entry(name, _ -> false);
    }

    private static boolean isTextFormat(RequestValue value) {
        return value.is(Kind.OBJECT)
                && value.field("type").filter(type -> type.isText("text")).isPresent();
    }

    private static boolean isNothing(RequestValue value) {
        return value.is(Kind.LIST) && value.isEmpty();
    }

    private static boolean isEmpty(RequestValue value) {
        return value.is(Kind.OBJECT) && value.isEmpty();
    }

    private static boolean isTextAlone(RequestValue value) {
        return value.is(Kind.LIST)
                && value.items().size() == 1
                && value.items().getFirst().isText("text");
    }

    private static boolean isNone(RequestValue value) {
        return value.isText("none");
    }

    private static boolean is(RequestValue value, boolean wanted) {
        return value.is(Kind.FLAG) && value.flag() == wanted;
    }

    private static boolean is(RequestValue value, double wanted) {
        return value.is(Kind.NUMBER) && value.number() == wanted;
    }
}
