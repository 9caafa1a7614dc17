package llamaline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
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
        assertEquals(undisturbed, disturbed);
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

    /** Half of them drawn: a resumed one must go on with the same draws. */
    private static List<ObjectNode> requests() {
        var requests = new ArrayList<ObjectNode>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(
                    Gateway.greedy("demo", MAX_TOKENS)
                            .put("prompt", "def function_%d(x):".formatted(i))
                            .put("temperature", i % 2)
                            .put("seed", i)
                            .put("ignore_eos", true));
        }
        return requests;
    }
}
