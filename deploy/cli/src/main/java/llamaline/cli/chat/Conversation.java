package llamaline.cli.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages so far: the system's, if any, then the person's and the model's in turn. Not
 * thread-safe.
 */
public final class Conversation {
    private final @Nullable String system;
    private final List<String> turns = new ArrayList<>();

    /**
     * Starts a conversation.
     *
     * @param system what the model is told before the first message, if anything
     */
    public Conversation(@Nullable String system) {
        this.system = system;
    }

    /** Adds the person's next message. */
    public void ask(String message) {
        turns.add(message);
    }

    /** The model's answer to it; without one the message counts as never said. */
    void answer(String text) {
        if (text.isBlank()) {
            turns.removeLast();
        } else {
            turns.add(text);
        }
    }

    /** Forgets all but the system's message. */
    void clear() {
        turns.clear();
    }

    /** Returns the messages in the form that the chat route takes. */
    public ArrayNode messages() {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        if (system != null) {
            put(messages, "system", system);
        }
        for (int i = 0; i < turns.size(); i++) {
            put(messages, i % 2 == 0 ? "user" : "assistant", turns.get(i));
        }
        return messages;
    }

    private static void put(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}
