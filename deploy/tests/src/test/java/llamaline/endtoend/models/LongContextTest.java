package llamaline.endtoend.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.endtoend.stack.Answer;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.launcher.machine.Ports;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts beyond the positions that a model was made for. */
class LongContextTest {
    private static final int PROMPT = 20_000;
    private static final int NEW = 8;
    private static final String MODEL = "tiny-7b=" + Goldens.resource("tiny-7b");

    @TempDir private Path folder;

    @Test
    void aPromptOf20000IdsIsReadToItsBeginning() {
        try (RunningStack stack =
                RunningStack.up(
                        "--model",
                        MODEL,
                        "--slots",
                        "1",
                        "--context",
                        "24000",
                        "--kv-budget",
                        "4G")) {
            List<Integer> prompt =
                    IntStream.range(0, PROMPT).mapToObj(i -> i == 0 ? 1 : 300 + i % 3700).toList();
            Answer whole = stack.gateway().ask(request(prompt));
            assertEquals(PROMPT, whole.promptIds().size());
            assertEquals(NEW, whole.ids().size());
            assertEquals(whole, stack.gateway().stream(request(prompt)));
            List<Integer> end = prompt.subList(PROMPT - 100, PROMPT);
            assertNotEquals(whole.ids(), stack.gateway().ask(request(end)).ids());
        }
    }

    @Test
    void aContextThatDoesNotFitIsRefusedWithTheArithmetic() throws Exception {
        Outcome outcome =
                FrontScript.run(
                        "",
                        "up",
                        "--model",
                        MODEL,
                        "--data",
                        folder.toString(),
                        "--port",
                        Integer.toString(Ports.free()),
                        "--context",
                        "24000",
                        "--kv-budget",
                        "1M");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains("8 slots x 24000 positions x"), outcome.err());
        assertTrue(outcome.err().contains("the budget is 1 MiB"), outcome.err());
    }

    private static ObjectNode request(List<Integer> prompt) {
        ObjectNode request = Gateway.greedy("tiny-7b", NEW).put("ignore_eos", true);
        ArrayNode ids = request.putArray("prompt");
        prompt.forEach(ids::add);
        return request;
    }
}
