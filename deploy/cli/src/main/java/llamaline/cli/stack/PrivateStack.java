package llamaline.cli.stack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.Launcher;
import llamaline.launcher.Stack;
import llamaline.launcher.StackSettings;
import llamaline.launcher.data.DefaultData;
import llamaline.launcher.data.PrivateData;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.Ports;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.model.ModelStore;
import llamaline.launcher.process.Installation;
import llamaline.launcher.process.ProcessOptions;

/**
 * A stack for the length of a call: free ports, a data folder of its own. Imported models are kept
 * with everyone's. Whatever ends this process ends it, for its parts watch this process.
 */
public final class PrivateStack implements AutoCloseable {
    private final Stack stack;

    private PrivateStack(Stack stack) {
        this.stack = stack;
    }

    /** Starts a stack, and returns when it answers. */
    public static PrivateStack start(
            ModelSource model,
            Map<String, String> workerSettings,
            ProcessOptions processes,
            Terminal terminal)
            throws LaunchException, InterruptedException {
        var settings =
                new StackSettings(
                        List.of(model),
                        "127.0.0.1",
                        Ports.free(),
                        1,
                        workerSettings,
                        data().root(),
                        processes);
        Stack stack = launcher(terminal).start(settings);
        try {
            stack.awaitReady();
            return new PrivateStack(stack);
        } catch (LaunchException | InterruptedException | RuntimeException e) {
            stack.kill();
            throw e;
        }
    }

    /** Makes a launcher that keeps imported models with everyone's. */
    public static Launcher launcher(Terminal terminal) throws LaunchException {
        return launcher(CheckpointImport.automatic(), terminal);
    }

    /** Makes a launcher that keeps models of one kind of import with everyone's. */
    public static Launcher launcher(CheckpointImport importer, Terminal terminal)
            throws LaunchException {
        return new Launcher(
                Installation.here(),
                ModelStore.under(DefaultData.path(), importer),
                new TerminalListener(terminal),
                SystemClock.NANO_TIME);
    }

    public Stack stack() {
        return stack;
    }

    @Override
    public void close() {
        stack.kill();
    }

    private static PrivateData data() throws LaunchException {
        try {
            return PrivateData.create();
        } catch (IOException e) {
            throw new LaunchException("no folder for temporary files: " + FileFailure.reason(e), e);
        }
    }
}
