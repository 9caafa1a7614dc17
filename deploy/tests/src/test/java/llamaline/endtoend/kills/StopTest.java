package llamaline.endtoend.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 6: however the launcher ends, nothing is left running. */
class StopTest {
    @Test
    void letsAStreamFinishBeforeItEnds() throws Exception {
        try (RunningStack stack = RunningStack.up()) {
            List<ProcessHandle> processes = stack.processes();
            assertFalse(processes.isEmpty());
            ObjectNode request =
                    Gateway.greedy("demo", 600).put("prompt", "def f(x):").put("ignore_eos", true);
            var begun = new CountDownLatch(1);
            var answer =
                    CompletableFuture.supplyAsync(
                            () -> stack.gateway().stream(request, begun::countDown));
            begun.await(30, TimeUnit.SECONDS);
            signal("TERM", stack.launcher());
            assertEquals(600, answer.get(30, TimeUnit.SECONDS).ids().size());
            stack.awaitEnd(processes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void leavesNothingRunning(String signal) throws Exception {
        try (RunningStack stack = RunningStack.up()) {
            List<ProcessHandle> processes = stack.processes();
            assertFalse(processes.isEmpty());
            signal(signal, stack.launcher());
            stack.awaitEnd(processes);
        }
    }

    private static void signal(String name, ProcessHandle process)
            throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
}
