package llamaline.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"Be brief.\"}";

    @Test
    void keepsBothSidesInTurn() {
        var conversation = new Conversation(null);
        conversation.ask("a");
        conversation.answer("b");
        conversation.ask("c");
        assertEquals(
                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]",
                conversation.messages().toString());
    }

    @Test
    void aMessageWithoutAnAnswerWasNeverSaid() {
        var conversation = new Conversation("Be brief.");
        conversation.ask("a");
        conversation.answer(" \n");
        assertEquals("[" + SYSTEM + "]", conversation.messages().toString());
    }

    @Test
    void forgetsAllButTheSystemsMessage() {
        var conversation = new Conversation("Be brief.");
        conversation.ask("a");
        conversation.answer("b");
        conversation.clear();
        assertEquals("[" + SYSTEM + "]", conversation.messages().toString());
    }
}
