package llamaline.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.broker.EmbeddedBroker;
import llamaline.launcher.data.DataDirectory;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.ServiceKind;
import llamaline.launcher.process.SupervisedService;

/**
 * A broker in this process and the services in theirs, supervised. Stopped in the order in which
 * work flows: the gateway takes nothing new and ends its streams while the others still serve them.
 */
public final class Stack implements AutoCloseable, SupervisedService.Watcher {
    /** The pause between two questions whether the stack answers yet. */
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(40);

    /** Questions between two lines that say what is waited for. */
    private static final int PROBES_PER_LINE = 400;

    private final StackSettings settings;
    private final DataDirectory data;
    private final EmbeddedBroker broker;
    private final LaunchListener listener;
    private final Map<ServiceKind, List<SupervisedService>> services =
            new EnumMap<>(ServiceKind.class);
    private final List<List<String>> commandsByHand = new ArrayList<>();
    private final CompletableFuture<LaunchException> failure = new CompletableFuture<>();
    private final Object startLock = new Object();

    /** Whether the start is over and has not failed; guarded by {@link #startLock}. */
    private boolean isServing;

    private boolean closed;

    Stack(
            StackSettings settings,
            DataDirectory data,
            EmbeddedBroker broker,
            LaunchListener listener) {
        this.settings = settings;
        this.data = data;
        this.broker = broker;
        this.listener = listener;
    }

    void add(ServiceKind kind, SupervisedService service) {
        services.computeIfAbsent(kind, _ -> new ArrayList<>()).add(service);
    }

    void addCommandByHand(List<String> command) {
        commandsByHand.add(command);
    }

    /** The worker loads a model, so it begins first; the gateway waits for it anyway. */
    void startServices() {
        for (ServiceKind kind :
                List.of(ServiceKind.WORKER, ServiceKind.TOKENIZER, ServiceKind.GATEWAY)) {
            of(kind).forEach(SupervisedService::start);
        }
    }

    /**
     * The commands of the services that were left out, one process each, with the program first:
     * the stack is ready when somebody has started them.
     */
    public List<List<String>> commandsByHand() {
        return List.copyOf(commandsByHand);
    }

    /** The address at which callers reach the gateway. */
    public URI url() {
        return URI.create("http://%s:%d".formatted(urlHost(), settings.port()));
    }

    /** The broker's address, for programs of this project's own that watch the topics. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The folder of the services' logs. */
    public Path logs() {
        return data.logs();
    }

    /**
     * Waits until each model answers a completion and all its workers are there. From then on the
     * stack serves, whatever becomes of one of its services.
     *
     * @throws LaunchException if a service cannot be started
     */
    public void awaitReady() throws LaunchException, InterruptedException {
        var probe = new GatewayProbe(url());
        for (ModelSource model : settings.models()) {
            int probes = 0;
            while (!probe.answers(model.name(), settings.workers())) {
                if (++probes % PROBES_PER_LINE == 0) {
                    listener.say("still starting; the logs are in " + data.logs());
                }
                throwFailureWithin(PROBE_INTERVAL);
            }
        }
        serve();
    }

    private void serve() throws LaunchException, InterruptedException {
        synchronized (startLock) {
            throwFailureWithin(Duration.ZERO);
            isServing = true;
        }
    }

    /**
     * Waits for a start that fails, and so for ever once the stack serves. Returns only by the
     * exception that says which service could not be started and why.
     */
    public void awaitFailure() throws LaunchException, InterruptedException {
        try {
            throw failure.get();
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    @Override
    public boolean failsStart(String label, String reason) {
        synchronized (startLock) {
            if (isServing) {
                return false;
            }
            failure.complete(new LaunchException(label + ": " + reason));
            return true;
        }
    }

    @Override
    public void restarts(String label, String death, Duration pause) {
        String when = pause.isZero() ? "" : " in " + pause.toMillis() + " ms";
        listener.say("%s %s, starting it again%s".formatted(label, death, when));
    }

    @Override
    public void givesUp(String label, String reason) {
        listener.say("%s is given up: %s".formatted(label, reason));
    }

    @Override
    public void resumes(String label, String reason) {
        listener.say("%s is started again: %s".formatted(label, reason));
    }

    /**
     * Stops everything in order, by force what does not end in time. May be called twice; an
     * interrupt makes it a matter of force alone.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopServices();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            all().forEach(SupervisedService::kill);
            broker.close();
            releaseData();
        }
    }

    /**
     * Tells whether it was stopped, or is being stopped by another thread that is done when this
     * returns.
     */
    public synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Lets all end side by side, without order, before {@link #close}; nobody may be served then.
     */
    public void askAllToStop() {
        all().forEach(SupervisedService::askToStop);
    }

    /**
     * Ends the processes at once; the broker ends with this one. For data that nobody needs again.
     */
    public void kill() {
        all().forEach(SupervisedService::kill);
    }

    /** Stops one kind after the other; workers finish their sequences side by side. */
    private void stopServices() throws InterruptedException {
        // A terminal's Ctrl-C ends some of them before their turn.
        all().forEach(SupervisedService::restartNoMore);
        // Each finishes what it runs within this time, or is killed.
        Duration limit = settings.processes().caches().stopLimit();
        for (ServiceKind kind :
                List.of(ServiceKind.GATEWAY, ServiceKind.WORKER, ServiceKind.TOKENIZER)) {
            of(kind).forEach(SupervisedService::askToStop);
            for (SupervisedService service : of(kind)) {
                service.awaitStop(limit);
            }
        }
    }

    private List<SupervisedService> of(ServiceKind kind) {
        return services.getOrDefault(kind, List.of());
    }

    private List<SupervisedService> all() {
        return services.values().stream().flatMap(List::stream).toList();
    }

    private void releaseData() {
        try {
            data.close();
        } catch (IOException e) {
            listener.say("the data folder's lock could not be released: " + FileFailure.reason(e));
        }
    }

    private void throwFailureWithin(Duration wait) throws LaunchException, InterruptedException {
        try {
            throw failure.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Nothing failed so far.
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    private String urlHost() {
        String host = settings.reachableHost();
        if (host.equals("127.0.0.1")) {
            return "localhost";
        }
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
