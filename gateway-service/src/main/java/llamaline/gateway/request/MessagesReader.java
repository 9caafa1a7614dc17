package llamaline.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.WrongValues;
import llamaline.v1.ChatMessage;

/**
 * The messages of a chat. Whether their order is one that the model knows is told by the tokenizer
 * service, which lays them out; what a message has beside role and content changes nothing.
 */
public final class MessagesReader {
    private static final String MESSAGES = "messages";
    private static final String CONTENT = "a string or a list of parts of type 'text'";

    /** Between two parts of a content, as other servers do for models that know text only. */
    private static final String BETWEEN_PARTS = "\n";

    /** As callers write them, and as the models know them. */
    private static final Map<String, String> ROLES =
            Map.of(
                    "system", "system",
                    "developer", "system",
                    "user", "user",
                    "assistant", "assistant");

    private final JsonFields fields;

    /** Of the call with these fields. */
    public MessagesReader(JsonFields fields) {
        this.fields = fields;
    }

    /**
     * At least one message.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public List<ChatMessage> read() {
        JsonNode list =
                fields.raw(MESSAGES)
                        .orElseThrow(() ->
                                refused(
                                        MESSAGES,
                                        "'messages' is required: a list of messages, each an object with 'role' and 'content'."));
        if (!list.isArray()) {
            throw JsonFields.wrong(MESSAGES, "a list of messages", list);
        }
        if (list.isEmpty()) {
            throw refused(MESSAGES, "'messages' must hold at least one message.");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode item : list) {
            messages.add(message(item, "messages[%d]".formatted(messages.size())));
        }
        return messages;
    }

    private static ChatMessage message(JsonNode item, String at) {
        if (!item.isObject()) {
            throw JsonFields.wrong(at, "an object with 'role' and 'content'", item);
        }
        JsonFields message = new JsonFields(item);
        String role = role(message, at + ".role");
        refuseCalls(message, at);
        String content = content(item.path("content"), at + ".content");
        return ChatMessage.newBuilder().setRole(role).setContent(content).build();
    }

    private static String role(JsonFields message, String at) {
        String allowed = "'system', 'user' or 'assistant' (roles must alternate)";
        JsonNode role =
                message.raw("role")
                        .orElseThrow(
                                () -> refused(at, "'%s' is required: %s.".formatted(at, allowed)));
        if (!role.isTextual()) {
            throw JsonFields.wrong(at, allowed, role);
        }
        String known = ROLES.get(role.textValue());
        if (known == null) {
            throw refused(
                    at,
                    "'%s' must be %s, but it is '%s'."
                            .formatted(at, allowed, WrongValues.shortened(role.textValue())));
        }
        return known;
    }

    /** They are part of what was said, and no template of ours can write them. */
    private static void refuseCalls(JsonFields message, String at) {
        for (String name : List.of("tool_calls", "function_call")) {
            message.raw(name)
                    .filter(calls -> !calls.isEmpty())
                    .ifPresent(_ -> {
                        String field = at + "." + name;
                        throw refused(field, "'%s' is not supported.".formatted(field));
                    });
        }
    }

    private static String content(JsonNode content, String at) {
        if (content.isTextual()) {
            return unicode(content, at);
        }
        if (!content.isArray() || content.isEmpty()) {
            throw JsonFields.wrong(at, CONTENT, content);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(part(part, "%s[%d]".formatted(at, parts.size())));
        }
        return String.join(BETWEEN_PARTS, parts);
    }

    private static String part(JsonNode part, String at) {
        String type = part.path("type").asText("");
        if (!part.isObject() || !type.equals("text")) {
            throw refused(
                    at,
                    "'%s' must be an object of type 'text': these models read text only."
                            .formatted(at));
        }
        JsonNode text = part.path("text");
        if (!text.isTextual()) {
            throw JsonFields.wrong(at + ".text", "a string", text);
        }
        return unicode(text, at + ".text");
    }

    private static String unicode(JsonNode text, String at) {
        JsonFields.requireUnicode(at, text.textValue());
        return text.textValue();
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }
}
