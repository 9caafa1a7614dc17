package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import llamaline.v1.EncodedPrompt;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void namesAPromptsTopicByItsModel() {
        assertEquals("llamaline.prompts.demo", Topics.prompts("demo").name());
        assertEquals(1, Topics.prompts("demo").partitions());
        assertEquals(
                "llamaline.prompts.CodeLlama-7b_2ehf_2fv_5f1",
                Topics.prompts("CodeLlama-7b.hf/v_1").name());
    }

    @Test
    void givesDifferentModelsDifferentTopics() {
        assertNotEquals(Topics.prompts("a_2e").name(), Topics.prompts("a.").name());
        assertNotEquals(Topics.workersGroup("é"), Topics.workersGroup("e"));
    }

    @Test
    void readsBackWhatWasWritten() {
        EncodedPrompt prompt =
                EncodedPrompt.newBuilder()
                        .setRequestId("r")
                        .addPromptIds(1)
                        .addPromptIds(0)
                        .build();

        byte[] bytes = new ProtobufSerializer().serialize("t", prompt);

        assertEquals(prompt, new EncodedPromptDeserializer().deserialize("t", bytes));
    }

    @Test
    void readsAForeignRecordAsNothing() {
        byte[] foreign = "not a message, and much too short".getBytes(StandardCharsets.UTF_8);

        assertNull(new EncodedPromptDeserializer().deserialize("t", foreign));
    }
}
