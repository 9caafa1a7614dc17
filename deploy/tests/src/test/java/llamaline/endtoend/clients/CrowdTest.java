package llamaline.endtoend.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llamaline.endtoend.stack.Answer;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import org.junit.jupiter.api.Test;

/** Many callers at once: each gets what it would get alone, and memory does not grow. */
class CrowdTest {
    private static final int STREAMS = 200;
    private static final int DISTINCT = 20;
    private static final int ROUNDS = 3;
    private static final double GROWTH = 1.10;

    @Test
    void servesEachAsIfAloneInBoundedMemory() throws Exception {
        RunningStack stack = Stacks.ofTwoWorkers();
        Gateway gateway = stack.gateway();
        List<Answer> alone = new ArrayList<>();
        for (ObjectNode request : requests().subList(0, DISTINCT)) {
            alone.add(gateway.ask(request));
        }
        Map<String, Long> first = Map.of();
        for (int round = 1; round <= ROUNDS; round++) {
            List<Answer> crowd = Gateway.atOnce(requests(), gateway::stream);
            for (int i = 0; i < STREAMS; i++) {
                assertEquals(alone.get(i % DISTINCT), crowd.get(i));
            }
            Map<String, Long> sizes = residentKibibytes(stack);
            if (round == 1) {
                first = sizes;
            }
            assertBounded(first, sizes, round);
        }
    }

    private static void assertBounded(Map<String, Long> first, Map<String, Long> now, int round) {
        assertEquals(first.keySet(), now.keySet(), "a process was restarted");
        now.forEach((process, size) ->
                assertTrue(
                        size <= GROWTH * first.getOrDefault(process, 0L),
                        "round %d: %s has %d KiB, after the first round %d"
                                .formatted(round, process, size, first.getOrDefault(process, 0L))));
    }

    private static List<ObjectNode> requests() {
        var requests = new ArrayList<ObjectNode>();
        for (int i = 0; i < STREAMS; i++) {
            requests.add(
                    Gateway.greedy("demo", 64)
                            .put("prompt", "class Thing%d:\n".formatted(i % DISTINCT))
                            .put("ignore_eos", true));
        }
        return requests;
    }

    /** By service and process id. */
    private static Map<String, Long> residentKibibytes(RunningStack stack) throws IOException {
        var sizes = new LinkedHashMap<String, Long>();
        sizes.put("launcher " + stack.launcher().pid(), residentKibibytes(stack.launcher()));
        for (String service : List.of("gateway", "tokenizer", "worker")) {
            for (ProcessHandle process : stack.processes(service)) {
                sizes.put(service + " " + process.pid(), residentKibibytes(process));
            }
        }
        return sizes;
    }

    private static long residentKibibytes(ProcessHandle process) throws IOException {
        Process ps =
                new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        try (var out = ps.getInputStream()) {
            return Long.parseLong(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }
}
