package llamaline.launcher.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;

/**
 * A service's process before it runs.
 *
 * @param label unique in its stack; names the log file
 * @param number among those of its kind, from 0
 * @param settings system properties
 */
public record ServiceDefinition(
        ServiceKind kind, String label, int number, Map<String, String> settings) {
    /**
     * Keeps Ctrl-C and a closed terminal from reaching the child: the launcher stops it in order.
     */
    private static final String DEAF_SHELL = "trap '' INT HUP; exec \"$@\"";

    /** Setting of a worker: the folder of its model. */
    public static final String MODEL_DIRECTORY = "llamaline.worker.model.directory";

    /** Setting of a worker: the name of its model. */
    public static final String MODEL_NAME = "llamaline.worker.model.name";

    public ServiceDefinition {
        settings = Map.copyOf(settings);
    }

    /** The model that it serves; none but a worker does. */
    public Optional<ModelSource> model() {
        String name = settings.get(MODEL_NAME);
        String directory = settings.get(MODEL_DIRECTORY);
        return name == null || directory == null
                ? Optional.empty()
                : Optional.of(new ModelSource(name, Path.of(directory)));
    }

    public List<String> commandLine(Installation installation, ProcessOptions options)
            throws LaunchException {
        Path application = installation.application(kind);
        var command = new ArrayList<>(List.of("/bin/sh", "-c", DEAF_SHELL, "llamaline"));
        command.add(Installation.java());
        command.add("-Dllamaline.service=" + kind.label());
        command.add("-Xmx" + kind.heap());
        command.addAll(jvmOptions());
        command.addAll(options.jvmOptions(kind, number));
        command.addAll(
                options.caches()
                        .options(
                                installation.startUpCache(kind),
                                installation.applicationFolder(kind)));
        command.addAll(properties());
        command.add("-cp");
        command.add(Installation.serviceMain() + ":" + application);
        command.add(ServiceMain.class.getName());
        command.add(application.toString());
        return List.copyOf(command);
    }

    /** The command that starts it without the launcher: in a terminal, or by an IDE. */
    public List<String> commandByHand(Installation installation) {
        var command = new ArrayList<>(List.of(Installation.java(), "-Xmx" + kind.heap()));
        command.addAll(jvmOptions());
        command.addAll(properties());
        command.add("-jar");
        command.add(installation.application(kind).toString());
        return List.copyOf(command);
    }

    private List<String> properties() {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                        .toList();
    }

    static List<String> jvmOptions() {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                // A cache that does not fit this JVM is passed over in silence.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
