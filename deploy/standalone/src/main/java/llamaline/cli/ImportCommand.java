package llamaline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llamaline.launcher.DefaultData;
import llamaline.launcher.LaunchException;
import llamaline.launcher.ModelSource;
import llamaline.launcher.ModelStore;
import llamaline.worker.checkpoint.ModelVariant;
import llamaline.worker.checkpoint.Precision;
import llamaline.worker.model.ComputeType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a checkpoint into a model that the worker runs, and prints where it lies. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turns a Hugging Face checkpoint into a model that the worker runs, and prints its folder.",
            "The checkpoint needs config.json, safetensors and tokenizer.model."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline import CodeLlama-7b-hf --out models/7b",
            "  ./llamaline up --model 7b=models/7b"
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "CHECKPOINT_DIR", description = "Its folder.")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "A new folder for the model. Without it: where 'up --model CHECKPOINT_DIR' looks.")
    private @Nullable Path out;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description =
                    "How weights are stored: auto (the default: as in the checkpoint), float32,"
                            + " float16 or bfloat16.")
    private Precision precision = Precision.AUTO;

    @Option(
            names = "--compute",
            paramLabel = "TYPE",
            description =
                    "What the model computes in: float32 (the default) for CPUs; float16 or bfloat16"
                            + " for GPUs, which also stores weights so.")
    private ComputeType compute = ComputeType.FLOAT32;

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            description =
                    "What the model was trained for, where the checkpoint does not show it: auto"
                            + " (the default), base, python or instruct.")
    private ModelVariant variant = ModelVariant.AUTO;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ModelSource source = ModelSource.parse(checkpoint.toString());
        Path model = imported(source);
        terminal.print(model + "\n");
        return 0;
    }

    private Path imported(ModelSource source) throws CommandFailure, LaunchException {
        var importer = new CheckpointImport(precision, compute, variant);
        var listener = new TerminalListener(terminal);
        if (out == null) {
            return ModelStore.under(DefaultData.path(), importer)
                    .kind(importer.kind())
                    .imported(
                            source.directory(), share -> listener.importing(source.name(), share));
        }
        Path target = out.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new CommandFailure("%s is there already; name a new folder".formatted(target));
        }
        importer.run(source.directory(), target, share -> listener.importing(source.name(), share));
        return target;
    }
}
