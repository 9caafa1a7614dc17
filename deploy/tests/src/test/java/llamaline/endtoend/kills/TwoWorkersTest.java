package llamaline.endtoend.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.endtoend.stack.Answer;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.TokensTail;
import llamaline.v1.TokenEvents;
import org.junit.jupiter.api.Test;

/** Workers share the prompts of one topic, each as many as it has slots for. */
class TwoWorkersTest {
    private static final int REQUESTS = 100;
    private static final int LEAST = 30;

    @Test
    void shareTheWork() {
        RunningStack stack = Stacks.ofTwoWorkers();
        try (var tokens = TokensTail.open(stack.bootstrapServers())) {
            ObjectNode request =
                    Gateway.greedy("demo", 32).put("prompt", "def f(x):").put("ignore_eos", true);
            List<ObjectNode> requests = Collections.nCopies(REQUESTS, request);
            List<Answer> answers = Gateway.atOnce(requests, stack.gateway()::ask);
            assertEquals(1, Map.copyOf(counted(answers)).size());
            Map<String, Long> admitted = admitted(tokens.all());
            assertEquals(2, admitted.size(), admitted.toString());
            admitted.values().forEach(count -> assertTrue(count >= LEAST, admitted.toString()));
            assertEquals(REQUESTS, admitted.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static Map<Answer, Long> counted(List<Answer> answers) {
        var counts = new HashMap<Answer, Long>();
        answers.forEach(answer -> counts.merge(answer, 1L, Long::sum));
        return counts;
    }

    /** By worker. */
    private static Map<String, Long> admitted(List<TokenEvents> records) {
        var counts = new HashMap<String, Long>();
        for (TokenEvents record : records) {
            long admitted =
                    record.getEventsList().stream().filter(event -> event.hasAdmitted()).count();
            if (admitted > 0) {
                counts.merge(record.getSourceId(), admitted, Long::sum);
            }
        }
        return counts;
    }
}
