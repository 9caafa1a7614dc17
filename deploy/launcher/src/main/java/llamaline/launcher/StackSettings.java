package llamaline.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llamaline.launcher.data.DataDirectory;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.ProcessOptions;

/**
 * The settings that a stack is started with.
 *
 * @param models at least one, distinct names, imported
 * @param host address the gateway listens at
 * @param port the gateway's
 * @param workers processes for each model, at least 1
 * @param workerSettings further system properties of each worker
 * @param data folder for the broker and the logs
 */
public record StackSettings(
        List<ModelSource> models,
        String host,
        int port,
        int workers,
        Map<String, String> workerSettings,
        Path data,
        ProcessOptions processes) {
    public StackSettings {
        models = List.copyOf(models);
        data = data.toAbsolutePath().normalize();
        workerSettings = Map.copyOf(workerSettings);
    }

    /** Folder of the broker's and the services' logs. */
    public Path logs() {
        return data.resolve(DataDirectory.LOGS);
    }

    /** The address at which this machine reaches the gateway. */
    String reachableHost() {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }
}
