package llamaline.gateway.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.Checked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as callers write them. */
class ChatMessagesTest {
    private final Checked chat = Checked.chatting();

    @Test
    void keepTheirOrderRolesAndContents() {
        assertEquals(
                List.of("system: Be brief.", "user:  hi\n", "assistant: ", "user: é😀"),
                read(
                        "{'role':'system','content':'Be brief.'},{'role':'user','content':' hi\\n'},"
                                + "{'role':'assistant','content':''},{'role':'user','content':'é😀'}"));
    }

    @Test
    void aDeveloperIsTheSystem() {
        assertEquals(
                List.of("system: a", "user: b"),
                read("{'role':'developer','content':'a'},{'role':'user','content':'b'}"));
    }

    @Test
    void partsOfTextAreLines() {
        assertEquals(
                List.of("user: What is\nthe best book"),
                read(
                        "{'role':'user','content':[{'type':'text','text':'What is'},{'type':'text','text':'the best book','cache_control':{}}]}"));
    }

    @Test
    void unknownFieldsChangeNothing() {
        assertEquals(
                List.of("user: x"),
                read("{'role':'user','content':'x','name':'me','extra':[1],'tool_calls':[]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null|messages|'messages' is required: a list of messages, each an object with 'role' and 'content'.",
                "'string'|messages|'messages' must be a list of messages, but it is a string.",
                "[]|messages|'messages' must hold at least one message.",
                "[123]|messages[0]|'messages[0]' must be an object with 'role' and 'content', but it is 123.",
                "[{}]|messages[0].role|'messages[0].role' is required: 'system', 'user' or 'assistant' (roles must alternate).",
                "[{'role':123}]|messages[0].role|'messages[0].role' must be 'system', 'user' or 'assistant' (roles must alternate), but it is 123.",
                "[{'role':'user','content':'x'},{'role':'tool','content':'y'}]|messages[1].role|'messages[1].role' must be 'system', 'user' or 'assistant' (roles must alternate), but it is 'tool'.",
                "[{'role':'user'}]|messages[0].content|'messages[0].content' must be a string or a list of parts of type 'text', but it is null.",
                "[{'role':'user','content':123}]|messages[0].content|'messages[0].content' must be a string or a list of parts of type 'text', but it is 123.",
                "[{'role':'user','content':[]}]|messages[0].content|'messages[0].content' must be a string or a list of parts of type 'text', but it is a list.",
                "[{'role':'user','content':['x']}]|messages[0].content[0]|'messages[0].content[0]' must be an object of type 'text': these models read text only.",
                "[{'role':'user','content':[{'type':'text','text':'x'},{'type':'image_url','image_url':{}}]}]|messages[0].content[1]|'messages[0].content[1]' must be an object of type 'text': these models read text only.",
                "[{'role':'user','content':[{'type':'text','text':3}]}]|messages[0].content[0].text|'messages[0].content[0].text' must be a string, but it is 3.",
                "[{'role':'user','content':'\\ud800'}]|messages[0].content|'messages[0].content' holds half a surrogate pair; text is Unicode.",
                "[{'role':'assistant','content':'x','tool_calls':[{}]}]|messages[0].tool_calls|'messages[0].tool_calls' is not supported.",
                "[{'role':'assistant','content':'x','function_call':{'name':'f'}}]|messages[0].function_call|'messages[0].function_call' is not supported.",
            })
    void ofAnotherShapeAreRefused(String messages, String param, String message) {
        Refusal refusal = chat.chatRefusal("{'messages':" + messages + "}");
        assertEquals(message, refusal.message());
        assertEquals(param, refusal.param());
    }

    private List<String> read(String messages) {
        CallPrompt prompt = chat.chat("{'messages':[" + messages + "]}").prompts().getFirst();
        return ((CallPrompt.Chat) prompt)
                .messages().stream()
                        .map(message -> message.role() + ": " + message.content())
                        .toList();
    }
}
