package llamaline.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llamaline.cli.stack.CheckpointImport;
import llamaline.cli.stack.TerminalListener;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.weights.Precision;
import llamaline.launcher.data.DefaultData;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.model.ModelStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a checkpoint into a model that the worker runs, and prints where it lies. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turns a Hugging Face checkpoint into a model that the worker runs, and prints",
            "its folder. The checkpoint needs config.json, safetensors and tokenizer.model."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline import CodeLlama-7b-hf --out models/7b",
            "  ./llamaline up --model 7b=models/7b"
        })
public final class ImportCommand implements Callable<Integer> {
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
                            + " float16, bfloat16; or the decoder's matrices in 4 bits as"
                            + " bitsandbytes does (nf4), or in integers (int4, int8).")
    private Precision precision = Precision.AUTO;

    @Option(
            names = "--double-quant",
            description =
                    "With nf4: scales are quantized too, as bitsandbytes' double quantization.")
    private boolean quantizesScales;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "A new file for what the import costs: JSON with sizes before and after, largest"
                            + " and mean error, for each tensor.")
    private @Nullable Path report;

    @Spec private CommandSpec command = CommandSpec.create();

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

    public ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Path source = ModelSource.existing(checkpoint.toString());
        if (report != null && Files.exists(report)) {
            throw new CommandFailure("%s is there already; name a new file".formatted(report));
        }
        Path model = imported(source);
        if (report != null) {
            Files.copy(ImportedModel.read(model).report(), report);
        }
        terminal.print(model + "\n");
        return 0;
    }

    private Precision wholePrecision() {
        if (!quantizesScales) {
            return precision;
        }
        return switch (precision) {
            case NF4, NF4_DOUBLE -> Precision.NF4_DOUBLE;
            case AUTO, FLOAT32, FLOAT16, BFLOAT16, INT4, INT8 ->
                    throw new ParameterException(
                            command.commandLine(),
                            "--double-quant goes with --precision nf4 alone");
        };
    }

    private Path imported(Path source) throws CommandFailure, LaunchException {
        var importer = new CheckpointImport(wholePrecision(), compute, variant);
        var listener = new TerminalListener(terminal);
        String name = String.valueOf(source.getFileName());
        if (out == null) {
            return ModelStore.under(DefaultData.path(), importer)
                    .imported(source, share -> listener.importing(name, share));
        }
        Path target = out.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new CommandFailure("%s is there already; name a new folder".formatted(target));
        }
        importer.run(source, target, share -> listener.importing(name, share));
        return target;
    }
}
