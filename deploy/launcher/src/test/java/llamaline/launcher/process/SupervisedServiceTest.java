package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import llamaline.testkit.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedServiceTest implements SupervisedService.Watcher {
    @TempDir Path folder;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable SupervisedService service;

    @AfterEach
    void endTheService() {
        if (service != null) {
            service.kill();
        }
    }

    @Test
    void startsADeadServiceAgain() throws Exception {
        start("echo $$ >> pids; sleep 1000");
        Await.until("it runs", () -> pids().size() == 1);
        ProcessHandle.of(pids().getFirst()).orElseThrow().destroyForcibly();
        Await.until("it runs again", () -> pids().size() == 2);
        assertEquals("restarts service 137", heard.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void startsNothingAgainThatEndsBeforeItsTurnToStop() throws Exception {
        SupervisedService stopping = start("echo $$ >> pids; exec sleep 1000");
        Await.until("it runs", () -> pids().size() == 1);
        ProcessHandle running = ProcessHandle.of(pids().getFirst()).orElseThrow();

        stopping.restartNoMore();
        assertTrue(running.isAlive());
        running.destroy();
        stopping.awaitStop(Duration.ofSeconds(20));

        assertTrue(heard.isEmpty(), heard::toString);
        assertEquals(1, pids().size());
    }

    @Test
    void givesUpWithTheEndOfTheLog() throws Exception {
        start("echo cannot read the model; exit 3");
        for (int restart = 0; restart < RestartPolicy.RESTARTS; restart++) {
            assertEquals("restarts service 3", heard.poll(30, TimeUnit.SECONDS));
        }
        String last = String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        assertTrue(last.startsWith("gives up service it died 6 times"), last);
        assertTrue(last.endsWith("cannot read the model"), last);
    }

    @Test
    void doesNotStartAgainWhatCannotRunAsConfigured() throws Exception {
        start("echo the KV cache does not fit; exit 78");
        String only = String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        assertTrue(only.startsWith("gives up service it cannot run as it is configured"), only);
        assertTrue(only.endsWith("the KV cache does not fit"), only);
    }

    @Test
    void letsAServiceFinishWhatItRuns() throws Exception {
        SupervisedService stopped =
                start("trap 'echo finished > end; exit 0' TERM; echo $$ >> pids; read line");
        Await.until("it runs", () -> pids().size() == 1);
        stopped.askToStop();
        stopped.awaitStop(Duration.ofSeconds(20));
        assertEquals("finished", Files.readString(folder.resolve("end")).strip());
        assertTrue(heard.isEmpty());
    }

    @Test
    void killsAServiceThatDoesNotEnd() throws Exception {
        SupervisedService stopped = start("trap '' TERM; echo $$ >> pids; exec sleep 1000");
        Await.until("it runs", () -> pids().size() == 1);
        stopped.askToStop();
        stopped.awaitStop(Duration.ofMillis(100));
        assertTrue(ProcessHandle.of(pids().getFirst()).isEmpty());
    }

    @Override
    public void restarts(String label, int exitCode) {
        heard.add("restarts " + label + " " + exitCode);
    }

    @Override
    public void givesUp(String label, String reason) {
        heard.add("gives up " + label + " " + reason);
    }

    private SupervisedService start(String script) {
        var started =
                new SupervisedService(
                        "service",
                        List.of("/bin/sh", "-c", "cd '" + folder + "'; " + script),
                        folder.resolve("service.log"),
                        System::nanoTime,
                        this);
        service = started;
        started.start();
        return started;
    }

    private List<Long> pids() {
        try {
            Path file = folder.resolve("pids");
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
