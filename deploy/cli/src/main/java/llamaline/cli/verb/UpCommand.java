package llamaline.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.stack.CheckpointImport;
import llamaline.cli.stack.TerminalListener;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.launcher.Launcher;
import llamaline.launcher.Stack;
import llamaline.launcher.StackSettings;
import llamaline.launcher.data.DefaultData;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.model.ModelStore;
import llamaline.launcher.process.Development;
import llamaline.launcher.process.Installation;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.StartUpCaches;
import llamaline.worker.onnx.device.DeviceSetting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves models until it is stopped. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Kafka broker and the three services on this machine, and serves until",
            "Ctrl-C. Without --model it serves the demo model, a toy."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline up --model CodeLlama-7b-hf --workers 2 --port 8080"
        })
public final class UpCommand implements Callable<Integer> {
    /** The sizes of memory that Quarkus reads. */
    private static final Pattern MEMORY = Pattern.compile("[0-9]+[KkMmGgTt]?");

    private final Terminal terminal;

    @Option(
            names = "--model",
            paramLabel = "[NAME=]DIR",
            description =
                    "An imported model, or a Hugging Face checkpoint, which is imported on first use;"
                            + " may be repeated. The name is by default the folder's.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "The gateway's (${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where the gateway listens (${DEFAULT-VALUE}: this machine alone).")
    private String host = "127.0.0.1";

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes for each model (${DEFAULT-VALUE}).")
    private int workers = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps the broker's records, logs and imported models ($XDG_DATA_HOME/llamaline,"
                            + " or ~/.llamaline).")
    private @Nullable Path data;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "Where models run: cpu, cuda:N, or auto (the default: a GPU if the model was"
                            + " imported for one). With cuda:N checkpoints are imported for a GPU.")
    private @Nullable String device;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Sequences that a worker runs at once (8).")
    private @Nullable Integer slots;

    @Option(
            names = "--kv-budget",
            paramLabel = "SIZE",
            description = "Memory of a worker's KV cache, such as 512M or 4G (2G).")
    private @Nullable String kvBudget;

    @Option(
            names = "--context",
            paramLabel = "N",
            description =
                    "Longest prompt and answer together, in tokens, up to 100,000: also beyond what the"
                            + " model was made for, where the KV budget has room for it (what both"
                            + " allow).")
    private @Nullable Integer context;

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            description =
                    "What imported checkpoints were trained for, where they do not show it: auto (the"
                            + " default), base, python or instruct.")
    private ModelVariant variant = ModelVariant.AUTO;

    @Mixin private final DevelopmentFlags flags = new DevelopmentFlags();

    public UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (workers < 1) {
            throw CommandFailure.usage("--workers is at least 1, got " + workers);
        }
        requireDevice();
        requireKvBudget();
        Development development = flags.development();
        Path folder = data == null ? DefaultData.path() : data;
        var importer = CheckpointImport.automaticFor(device).as(variant);
        var launcher =
                new Launcher(
                        Installation.here(),
                        ModelStore.under(folder, importer),
                        new TerminalListener(terminal),
                        SystemClock.NANO_TIME);
        StackSettings settings = settings(folder, development);
        sayWhatStarts(settings);
        try (Stack stack = launcher.start(settings)) {
            stopWithProcess(stack);
            printCommandsByHand(stack);
            stack.awaitReady();
            terminal.print(readyText(stack.url().toString(), settings.models()));
            warnOfOpenHost();
            stack.awaitFailure();
        }
        return 0;
    }

    private StackSettings settings(Path folder, Development development) throws LaunchException {
        return new StackSettings(
                sources(),
                host,
                port,
                workers,
                workerSettings(),
                folder,
                new ProcessOptions(Lifetime.LONG, StartUpCaches.USE, development));
    }

    private List<ModelSource> sources() throws LaunchException {
        var sources = new ArrayList<ModelSource>();
        for (String model : models) {
            sources.add(ModelSource.parse(model));
        }
        if (sources.isEmpty()) {
            sources.add(GatewaySession.demo());
        }
        return sources;
    }

    private Map<String, String> workerSettings() {
        var settings = new HashMap<String, String>();
        if (device != null) {
            settings.put("llamaline.worker.device", device);
        }
        if (slots != null) {
            settings.put("llamaline.worker.slots", slots.toString());
        }
        if (kvBudget != null) {
            settings.put("llamaline.worker.kv-budget", kvBudget);
        }
        if (context != null) {
            settings.put("llamaline.worker.context", context.toString());
        }
        return settings;
    }

    private void sayWhatStarts(StackSettings settings) {
        String names =
                settings.models().stream().map(ModelSource::name).collect(Collectors.joining(", "));
        terminal.say(
                "starting a Kafka broker, a gateway, a tokenizer service and %d worker%s for each model: %s …"
                        .formatted(workers, workers == 1 ? "" : "s", names));
        terminal.say("data in %s, logs in %s".formatted(settings.data(), settings.logs()));
    }

    private void printCommandsByHand(Stack stack) throws CommandFailure {
        for (List<String> command : stack.commandsByHand()) {
            terminal.say("not started, but waited for; start it so, or as an IDE does:");
            terminal.print(DevelopmentFlags.shellLine(command) + "\n");
        }
    }

    private void stopWithProcess(Stack stack) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (!stack.isClosed()) {
                                        terminal.say("stopping …");
                                        stack.close();
                                    }
                                },
                                "stop"));
    }

    private void warnOfOpenHost() {
        if (!host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("::1")) {
            terminal.say(
                    "warning: everyone who reaches %s can use the gateway; it asks for no key"
                            .formatted(host));
        }
    }

    private void requireDevice() throws CommandFailure {
        if (device != null) {
            try {
                DeviceSetting.parse(device);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage("--device " + e.getMessage());
            }
        }
    }

    private void requireKvBudget() throws CommandFailure {
        if (kvBudget != null && !MEMORY.matcher(kvBudget).matches()) {
            throw CommandFailure.usage(
                    "--kv-budget is a number of bytes, or of K, M, G or T as in 4G, got "
                            + kvBudget);
        }
    }

    /** The model is named where callers have to. */
    static String readyText(String url, List<ModelSource> models) {
        String name = models.getFirst().name();
        boolean isOneOfMany = models.size() > 1;
        return """
        ready %1$s
        try it:
          ./llamaline complete 'def fibonacci(n):' --url %1$s%2$s
          curl %1$s/v1/completions -H 'Content-Type: application/json' \\
            -d '{%3$s"prompt": "def fibonacci(n):", "max_tokens": 64, "temperature": 0}'
        stop it: Ctrl-C
        """
                .formatted(
                        url,
                        isOneOfMany ? " --model " + name : "",
                        isOneOfMany ? "\"model\": \"%s\", ".formatted(name) : "");
    }
}
