package llamaline.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import llamaline.broker.BrokerSettings;
import llamaline.broker.BrokerStartException;
import llamaline.broker.EmbeddedBroker;
import llamaline.launcher.data.BrokerLog;
import llamaline.launcher.data.DataDirectory;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.Ports;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.model.ModelStore;
import llamaline.launcher.process.Installation;
import llamaline.launcher.process.ServiceDefinition;
import llamaline.launcher.process.SupervisedService;

/**
 * Starts stacks: checks first, then imports, then the broker, then the services.
 *
 * @param nanoTime a monotonic clock
 */
public record Launcher(
        Installation installation,
        ModelStore models,
        LaunchListener listener,
        LongSupplier nanoTime) {
    /** A log beyond this size is set aside before its service starts. */
    private static final long LOG_LIMIT_BYTES = 16L << 20;

    /**
     * Returns as soon as all processes run; see {@link Stack#awaitReady}.
     *
     * @throws LaunchException if the port or the data folder is taken, or a model cannot be
     *     imported; then nothing runs
     */
    public Stack start(StackSettings settings) throws LaunchException {
        ModelSource.requireDistinctNames(settings.models());
        Ports.requireFree(settings.host(), settings.port());
        DataDirectory data = DataDirectory.open(settings.data());
        try {
            return startIn(data, settings);
        } catch (LaunchException | RuntimeException e) {
            release(data);
            throw e;
        }
    }

    private Stack startIn(DataDirectory data, StackSettings settings) throws LaunchException {
        List<ModelSource> imported = imported(settings.models());
        Path natives = installation.nativeLibraries();
        EmbeddedBroker broker = broker(data);
        try {
            var stack = new Stack(settings, data, broker, listener);
            for (ServiceDefinition service :
                    StackServices.of(settings, imported, natives, broker.bootstrapServers())) {
                if (settings.processes().development().leftOut().contains(service.kind())) {
                    stack.addCommandByHand(service.commandByHand(installation));
                } else {
                    stack.add(service.kind(), supervised(service, settings, data, stack));
                }
            }
            stack.startServices();
            return stack;
        } catch (LaunchException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static EmbeddedBroker broker(DataDirectory data) throws LaunchException {
        BrokerLog.to(data.logs());
        try {
            return EmbeddedBroker.start(BrokerSettings.onLoopback(data.broker()));
        } catch (BrokerStartException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The folder of an imported model; imports it on first use.
     *
     * @throws LaunchException if it cannot be imported
     */
    public Path imported(ModelSource source) throws LaunchException {
        boolean isDemo = source.directory().equals(installation.demoCheckpoint());
        ModelStore store = isDemo ? models.at(installation.builtModels()) : models;
        return store.imported(
                source.directory(), share -> listener.importing(source.name(), share));
    }

    private List<ModelSource> imported(List<ModelSource> sources) throws LaunchException {
        var imported = new ArrayList<ModelSource>();
        for (ModelSource source : sources) {
            imported.add(new ModelSource(source.name(), imported(source)));
        }
        return List.copyOf(imported);
    }

    private SupervisedService supervised(
            ServiceDefinition service, StackSettings settings, DataDirectory data, Stack stack)
            throws LaunchException {
        Path log = data.logs().resolve(service.label() + ".log");
        setAside(log);
        return new SupervisedService(
                service.label(),
                service.commandLine(installation, settings.processes()),
                log,
                nanoTime,
                stack,
                service.model().orElse(null));
    }

    private static void setAside(Path log) throws LaunchException {
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".old"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LaunchException("cannot set the log aside: " + FileFailure.reason(e), e);
        }
    }

    private void release(DataDirectory data) {
        try {
            data.close();
        } catch (IOException e) {
            listener.say("the data folder's lock is still held: " + FileFailure.reason(e));
        }
    }
}
