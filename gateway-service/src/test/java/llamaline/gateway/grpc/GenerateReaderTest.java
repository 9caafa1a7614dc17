package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import llamaline.gateway.models.Cards;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.Checked;
import llamaline.gateway.validation.RequestValidator;
import llamaline.v1.ChatMessage;
import llamaline.v1.GenerateRequest;
import org.junit.jupiter.api.Test;

/** Messages as typed requests: the same checks as over HTTP, in the words of the contract. */
class GenerateReaderTest {
    private final GenerateReader completes = reader(Cards.served(Cards.infilling("demo")));
    private final GenerateReader chats = reader(Cards.served(Cards.chatting("chat")));

    @Test
    void readsEveryFieldOfItsOwnType() {
        var call =
                completes.read(
                        GenerateRequest.newBuilder()
                                .setPrompt("a")
                                .setTemperature(0.5)
                                .setTopK(3)
                                .setSeed(-1)
                                .putLogitBias(7, -1.5)
                                .addStop("#")
                                .addStopTokenIds(9)
                                .setLogprobs(0)
                                .setMaxTokens(5)
                                .build());

        assertEquals(List.of(new CallPrompt.Text("a", true, true)), call.prompts());
        assertEquals(0.5, call.sampling().temperature());
        assertEquals(3, call.sampling().topK());
        assertEquals(-1, call.seed());
        assertEquals(Map.of(7, -1.5f), call.sampling().logitBias());
        assertEquals(List.of(9), call.sampling().stopTokenIds());
        assertEquals(5, call.lengths().maxTokens());
    }

    @Test
    void namesIdsAsTheContractDoes() {
        Refusal refusal =
                refusal(completes, GenerateRequest.newBuilder().addPromptIds(1).addPromptIds(4112));
        assertEquals("prompt_ids", refusal.param());
        assertEquals(
                "Token id 4112 at position 1 of 'prompt_ids' is out of vocabulary: ids are from 0 to 4111.",
                refusal.message());
    }

    @Test
    void countsLogprobsInAChatToo() {
        GenerateRequest.Builder request = message("user", "x");
        assertEquals(
                5, chats.read(request.setLogprobs(5).build()).options().logprobs().alternatives());
        Refusal refusal = refusal(chats, request.setLogprobs(21));
        assertEquals("logprobs", refusal.param());
        assertEquals(
                "'logprobs' must be an integer from 0 to 20, but it is 21.", refusal.message());
    }

    @Test
    void missesWhatAMessageOfAChatDoesNotSet() {
        assertEquals("messages[0].role", refusal(chats, message("", "x")).param());
        assertEquals(
                "'messages[0].content' must be a string or a list of parts of type 'text', but it is null.",
                refusal(chats, message("user", "")).message());
    }

    @Test
    void wantsOnePrompt() {
        assertEquals(
                "Give one of 'prompt', 'prompt_ids' and 'messages'.",
                refusal(completes, GenerateRequest.newBuilder()).message());
        assertEquals(
                "prompt",
                refusal(completes, GenerateRequest.newBuilder().setPrompt("a").addPromptIds(1))
                        .param());
    }

    private static GenerateRequest.Builder message(String role, String content) {
        return GenerateRequest.newBuilder()
                .addMessages(ChatMessage.newBuilder().setRole(role).setContent(content));
    }

    private static Refusal refusal(GenerateReader reader, GenerateRequest.Builder request) {
        return assertThrows(RefusedException.class, () -> reader.read(request.build())).refusal();
    }

    private static GenerateReader reader(ModelRegistry models) {
        return new GenerateReader(new RequestValidator(models, Checked.LIMITS, new Random(1)));
    }
}
