package llamaline.gateway.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.ShownText;
import llamaline.tokenizer.prompt.ChatTurn;

/**
 * The messages of a chat so far. Whether the messages' order is one that the model knows is told by
 * the tokenizer service, which lays them out; what a message has beside role and content changes
 * nothing.
 *
 * @param messages at least one
 * @param continueFinalMessage whether the last message is the assistant's and goes on
 */
public record ChatMessages(List<ChatTurn> messages, boolean continueFinalMessage) {
    /** The field of the messages. */
    public static final String MESSAGES = "messages";

    private static final String CONTINUE = "continue_final_message";
    private static final String CONTENT = "a string or a list of parts of type 'text'";
    private static final String ROLE = "'system', 'user' or 'assistant' (roles must alternate)";

    /** Between two parts of a content, as other servers do for models that know text only. */
    private static final String BETWEEN_PARTS = "\n";

    /** The roles that callers write, and those that the models know. */
    private static final Map<String, String> ROLES =
            Map.of(
                    "system", "system",
                    "developer", "system",
                    "user", "user",
                    "assistant", "assistant");

    public ChatMessages {
        messages = List.copyOf(messages);
    }

    /**
     * Reads the messages, and whether the last goes on.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public static ChatMessages read(RequestFields fields) {
        boolean continues = fields.flag(CONTINUE, false);
        // The templates end with the beginning of an answer, whatever this says.
        boolean begins = fields.flag("add_generation_prompt", false);
        if (continues && begins) {
            throw RefusedException.ofField(
                    CONTINUE,
                    "'continue_final_message' and 'add_generation_prompt' cannot both be true.");
        }
        return new ChatMessages(messages(fields), continues);
    }

    private static List<ChatTurn> messages(RequestFields fields) {
        RequestValue list =
                fields.value(MESSAGES)
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        MESSAGES,
                                        "'messages' is required: a list of messages, each an object with 'role' and 'content'."));
        if (!list.is(Kind.LIST)) {
            throw list.wrong(MESSAGES, "a list of messages");
        }
        if (list.isEmpty()) {
            throw RefusedException.ofField(MESSAGES, "'messages' must hold at least one message.");
        }
        List<ChatTurn> messages = new ArrayList<>();
        for (RequestValue item : list.items()) {
            messages.add(message(item, "messages[%d]".formatted(messages.size())));
        }
        return messages;
    }

    private static ChatTurn message(RequestValue item, String at) {
        if (!item.is(Kind.OBJECT)) {
            throw item.wrong(at, "an object with 'role' and 'content'");
        }
        RequestFields message = new ValueFields(item);
        String role = role(message.value("role"), at + ".role");
        refuseCalls(message, at);
        return new ChatTurn(role, content(message.value("content"), at + ".content"));
    }

    private static String role(Optional<RequestValue> given, String at) {
        RequestValue role =
                given.orElseThrow(() ->
                        RefusedException.ofField(at, "'%s' is required: %s.".formatted(at, ROLE)));
        if (!role.is(Kind.TEXT)) {
            throw role.wrong(at, ROLE);
        }
        String known = ROLES.get(role.text());
        if (known == null) {
            throw RefusedException.ofField(
                    at,
                    "'%s' must be %s, but it is '%s'."
                            .formatted(at, ROLE, ShownText.shortened(role.text())));
        }
        return known;
    }

    /** Refuses calls of tools: they are part of what was said, and no template can write them. */
    private static void refuseCalls(RequestFields message, String at) {
        for (String name : List.of("tool_calls", "function_call")) {
            if (!message.value(name).map(RequestValue::isEmpty).orElse(true)) {
                String field = at + "." + name;
                throw RefusedException.ofField(field, "'%s' is not supported.".formatted(field));
            }
        }
    }

    private static String content(Optional<RequestValue> given, String at) {
        RequestValue content =
                given.orElseThrow(() ->
                        RefusedException.ofField(
                                at, "'%s' must be %s, but it is null.".formatted(at, CONTENT)));
        if (content.is(Kind.TEXT)) {
            return ValueFields.text(at, content);
        }
        if (!content.is(Kind.LIST) || content.isEmpty()) {
            throw content.wrong(at, CONTENT);
        }
        List<String> parts = new ArrayList<>();
        for (RequestValue part : content.items()) {
            parts.add(part(part, "%s[%d]".formatted(at, parts.size())));
        }
        return String.join(BETWEEN_PARTS, parts);
    }

    private static String part(RequestValue part, String at) {
        boolean isText =
                part.is(Kind.OBJECT)
                        && part.field("type").filter(type -> type.isText("text")).isPresent();
        if (!isText) {
            throw RefusedException.ofField(
                    at,
                    "'%s' must be an object of type 'text': these models read text only."
                            .formatted(at));
        }
        RequestValue text =
                part.field("text")
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        at + ".text",
                                        "'%s.text' must be a string, but it is null."
                                                .formatted(at)));
        return ValueFields.text(at + ".text", text);
    }
}
