package llamaline.endtoend.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import llamaline.endtoend.stack.Answer;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Await;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise 2: whoever dies, each request ends whole, and nothing is shown twice. */
class KillTest {
    private static final int REQUESTS = 30;
    private static final int MAX_TOKENS = 400;

    @ParameterizedTest
    @CsvSource({"worker, 20", "tokenizer, 1"})
    void endsEachRequestWholeThoughAServiceIsKilled(String service, int chunksBefore) {
        RunningStack stack = Stacks.ofTwoWorkers();
        Gateway gateway = stack.gateway();
        List<ObjectNode> requests = requests();
        List<Answer> undisturbed = Gateway.atOnce(requests, gateway::ask);
        List<ProcessHandle> before = stack.processes(service);
        var chunks = new AtomicInteger();
        Thread killer =
                Thread.ofVirtual()
                        .start(() -> {
                            Await.until("answers", () -> chunks.get() >= chunksBefore);
                            before.getFirst().destroyForcibly();
                        });
        List<Answer> disturbed =
                Gateway.atOnce(
                        requests, body -> gateway.stream(body, () -> chunks.incrementAndGet()));
        Await.until("the kill", () -> !killer.isAlive() && !before.getFirst().isAlive());
        for (int i = 0; i < REQUESTS; i++) {
            assertSame(isGreedy(i), undisturbed.get(i), disturbed.get(i));
        }
        awaitAsManyAs(before, stack, service);
    }

    /** Another test shall find the stack whole again. */
    private static void awaitAsManyAs(
            List<ProcessHandle> before, RunningStack stack, String service) {
        Predicate<ProcessHandle> isKilled = before.getFirst()::equals;
        Await.until(
                "the restart",
                () ->
                        stack.processes(service).stream().filter(isKilled.negate()).count()
                                == before.size());
    }

    /**
     * Another worker computes what the dead one had given as one chunk, which rounds differently: a
     * draw at the very edge between two ids may fall on the other side. So drawn answers are only
     * held to be whole.
     */
    private static void assertSame(boolean isGreedy, Answer undisturbed, Answer disturbed) {
        assertEquals(undisturbed.promptIds(), disturbed.promptIds());
        assertEquals(undisturbed.finishReason(), disturbed.finishReason());
        assertEquals(MAX_TOKENS, disturbed.ids().size());
        if (isGreedy) {
            assertIterableEquals(undisturbed.ids(), disturbed.ids());
            assertEquals(undisturbed.text(), disturbed.text());
        }
    }

    private static boolean isGreedy(int request) {
        return request % 3 != 0;
    }

    private static List<ObjectNode> requests() {
        var requests = new ArrayList<ObjectNode>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(
                    Gateway.greedy("demo", MAX_TOKENS)
                            .put("prompt", "def function_%d(x):".formatted(i))
                            .put("temperature", isGreedy(i) ? 0 : 1)
                            .put("seed", i)
                            .put("ignore_eos", true));
        }
        return requests;
    }
}
