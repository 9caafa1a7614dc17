package llamaline.endtoend.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.Ports;
import llamaline.testkit.Await;

/** {@code ./llamaline up} in a process of its own, with a data folder of its own. */
public final class RunningStack implements AutoCloseable {
    private static final int READY_SECONDS = 180;
    private static final int STOP_SECONDS = 60;
    private static final Pattern BROKER = Pattern.compile("-Dkafka.bootstrap.servers=(\\S+)");

    private static final Pattern LISTENING =
            Pattern.compile("Listening on: (http://[0-9.]+:[0-9]+)");

    /** Tests that run in the background of a shell inherit that SIGINT is ignored. */
    private static final List<String> INTERRUPTIBLE = interruptible();

    private final Process launcher;
    private final Path data;
    private final Ready ready;

    /** What it said until it was ready. */
    private record Ready(String url, String said) {}

    private RunningStack(Process launcher, Path data, Ready ready) {
        this.launcher = launcher;
        this.data = data;
        this.ready = ready;
    }

    /** Returns when it says that it is ready. */
    public static RunningStack up(String... arguments) {
        return up(Map.of(), arguments);
    }

    /**
     * Returns when it says that it is ready.
     *
     * @param environment more variables for all of its processes
     */
    public static RunningStack up(Map<String, String> environment, String... arguments) {
        try {
            Path data = Files.createTempDirectory("llamaline-stack");
            Path err = Files.createTempFile("llamaline-stack", ".err");
            var all = new ArrayList<>(List.of("up", "--data", data.toString()));
            all.addAll(List.of("--port", Integer.toString(Ports.free())));
            all.addAll(List.of(arguments));
            ProcessBuilder script = FrontScript.builder(all.toArray(String[]::new));
            script.command().addAll(0, INTERRUPTIBLE);
            script.environment().putAll(environment);
            Process launcher = script.redirectError(err.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(launcher::destroyForcibly));
            return new RunningStack(launcher, data, ready(launcher, err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LaunchException e) {
            throw new AssertionError(e);
        }
    }

    /** GNU's env knows how; where it does not, the signal is as it was. */
    private static List<String> interruptible() {
        var command = List.of("env", "--default-signal=INT");
        var attempt = new ArrayList<>(command);
        attempt.add("true");
        try {
            var tried = new ProcessBuilder(attempt).redirectErrorStream(true);
            return tried.start().waitFor() == 0 ? command : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public Gateway gateway() {
        return new Gateway(ready.url());
    }

    public String url() {
        return ready.url();
    }

    /** Its standard error until it was ready. */
    public String said() {
        return ready.said();
    }

    public Path data() {
        return data;
    }

    /** What the services log, a file each. */
    public List<Path> logs() {
        try (Stream<Path> files = Files.list(data.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a service's HTTP is, by what it logged. */
    public URI http(String service) {
        Path log =
                logs().stream()
                        .filter(file -> file.getFileName().toString().startsWith(service))
                        .findFirst()
                        .orElseThrow();
        try {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (!listening.find()) {
                throw new AssertionError("no address in " + log);
            }
            return URI.create(listening.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessHandle launcher() {
        return launcher.toHandle();
    }

    /** The processes of a service: {@code gateway}, {@code tokenizer} or {@code worker}. */
    public List<ProcessHandle> processes(String service) {
        return launcher.toHandle()
                .descendants()
                .filter(process -> commandLine(process).contains("-Dllamaline.service=" + service))
                .filter(process -> !commandLine(process).startsWith("/bin/sh"))
                .toList();
    }

    /** All processes that belong to it, but the launcher. */
    public List<ProcessHandle> processes() {
        return launcher.toHandle().descendants().toList();
    }

    public String bootstrapServers() {
        Matcher broker = BROKER.matcher(commandLine(processes("gateway").getFirst()));
        if (!broker.find()) {
            throw new AssertionError("no broker on the gateway's command line");
        }
        return broker.group(1);
    }

    /** Waits until the launcher and all that it started are gone. */
    public void awaitEnd(List<ProcessHandle> processes) {
        Await.until("the launcher's end", () -> !launcher.isAlive());
        Await.until(
                "the end of " + processes,
                () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Stops it in order; removes its data. */
    @Override
    public void close() {
        launcher.toHandle().destroy();
        try {
            if (!launcher.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
                throw new AssertionError("does not stop");
            }
            removeData();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeData() {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static Ready ready(Process launcher, Path err) throws IOException {
        BufferedReader out = launcher.inputReader();
        var ready = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().start(() -> read(out, ready));
        try {
            String url = ready.get(READY_SECONDS, TimeUnit.SECONDS);
            return new Ready(url, Files.readString(err));
        } catch (Exception e) {
            launcher.destroyForcibly();
            throw new AssertionError("not ready: " + Files.readString(err), e);
        } finally {
            Files.delete(err);
        }
    }

    /** To its end, so that it never waits for a reader. */
    private static void read(BufferedReader out, CompletableFuture<String> ready) {
        out.lines()
                .filter(line -> line.startsWith("ready "))
                .forEach(line -> ready.complete(line.substring("ready ".length())));
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }
}
