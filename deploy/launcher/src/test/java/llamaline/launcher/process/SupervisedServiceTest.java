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
import llamaline.launcher.model.ModelSource;
import llamaline.testkit.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedServiceTest implements SupervisedService.Watcher {
    @TempDir Path folder;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile boolean isStarting = true;
    private @Nullable ModelSource model;
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
        assertEquals("restarts service ended (exit code 137)", heard.poll(10, TimeUnit.SECONDS));
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
    void failsAStartWithTheEndOfTheLog() throws Exception {
        start("echo cannot read the model; exit 3");
        for (int restart = 0; restart < RestartPolicy.DEATHS_OF_A_START; restart++) {
            assertEquals("restarts service ended (exit code 3)", heard.poll(30, TimeUnit.SECONDS));
        }
        String last = String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        assertTrue(last.startsWith("fails by service it died 6 times"), last);
        assertTrue(last.endsWith("cannot read the model"), last);
    }

    @Test
    void failsAStartByWhatCannotRunAsConfigured() throws Exception {
        start("echo the KV cache does not fit; exit 78");
        String only = String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        assertTrue(only.startsWith("fails by service it cannot run as it is configured"), only);
        assertTrue(only.endsWith("the KV cache does not fit"), only);
    }

    @Test
    void goesOnStartingWhatDiesOftenOnceTheStackServes() throws Exception {
        isStarting = false;
        start("echo $$ >> pids; [ $(wc -l < pids) -gt 6 ] && exec sleep 1000; exit 3");
        for (int death = 0; death <= RestartPolicy.DEATHS_OF_A_START; death++) {
            assertEquals("restarts service ended (exit code 3)", heard.poll(30, TimeUnit.SECONDS));
        }
        Await.until("it runs", () -> pids().size() == 7);
        assertTrue(heard.isEmpty(), heard::toString);
    }

    @Test
    void givesUpInOneLineWhatCannotRunAsConfiguredOnceTheStackServes() throws Exception {
        isStarting = false;
        start("echo 12:00 ERROR no such GPU; echo 12:01 INFO stopped; exit 78");
        assertEquals(
                "gives up service it cannot run as it is configured: no such GPU",
                heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void startsAWorkerAgainWhenTheFolderOfItsModelIsBack() throws Exception {
        isStarting = false;
        Path directory = Files.createDirectory(folder.resolve("demo"));
        Path weights = Files.writeString(directory.resolve("weights"), "whole");
        model = new ModelSource("demo", directory);
        start(
                "[ -e demo/weights ] || { echo 12:00 ERROR no weights; exit 78; };"
                        + " echo $$ >> pids; exec sleep 1000");
        Await.until("it runs", () -> pids().size() == 1);

        Files.delete(weights);
        Files.delete(directory);
        ProcessHandle.of(pids().getFirst()).orElseThrow().destroyForcibly();
        assertEquals("restarts service ended (exit code 137)", heard.poll(30, TimeUnit.SECONDS));
        assertEquals(
                "gives up service it cannot serve the model 'demo' in %s, and waits for that folder to change: no weights"
                        .formatted(directory),
                heard.poll(30, TimeUnit.SECONDS));

        Files.createDirectory(directory);
        Files.writeString(weights, "whole");
        assertEquals(
                "resumes service " + directory + " has changed", heard.poll(30, TimeUnit.SECONDS));
        Await.until("it runs again", () -> pids().size() == 2);
    }

    @Test
    void looksForNoFolderOnceItIsStopped() throws Exception {
        isStarting = false;
        model = new ModelSource("demo", folder.resolve("none"));
        SupervisedService waiting = start("exit 78");
        assertTrue(String.valueOf(heard.poll(30, TimeUnit.SECONDS)).startsWith("gives up service"));
        waiting.restartNoMore();
        Await.until(
                "its supervision ends",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(thread -> thread.getName().equals("supervise-service")));
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
    public boolean failsStart(String label, String reason) {
        if (isStarting) {
            heard.add("fails by " + label + " " + reason);
        }
        return isStarting;
    }

    @Override
    public void restarts(String label, String death, Duration pause) {
        heard.add("restarts " + label + " " + death);
    }

    @Override
    public void resumes(String label, String reason) {
        heard.add("resumes " + label + " " + reason);
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
                        this,
                        model);
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
