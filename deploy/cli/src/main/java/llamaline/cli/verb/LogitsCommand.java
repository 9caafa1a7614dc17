package llamaline.cli.verb;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llamaline.cli.logits.LogitRow;
import llamaline.cli.logits.LogitWriter;
import llamaline.cli.logits.RawLogits;
import llamaline.cli.stack.CheckpointImport;
import llamaline.cli.stack.PrivateStack;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TokenIdText;
import llamaline.importer.model.ImportedModel;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the raw logits of a prompt's ids, by the engine and without any service. */
@Command(
        name = "logits",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the raw logits behind a prompt of ids, without any service.",
            "Each line is position, id and logit, the greatest first."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline logits CodeLlama-7b-hf --ids 1,822,3158 --positions all --top 5",
            "  ./llamaline logits CodeLlama-7b-hf --ids - --json <ids.txt >logits.json"
        })
public final class LogitsCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    /** The positions whose logits are printed. */
    private enum Positions {
        ALL,
        LAST
    }

    private final Terminal terminal;

    @Parameters(
            paramLabel = "CHECKPOINT",
            description =
                    "An imported model, or a Hugging Face checkpoint, which is imported on first use.")
    private String checkpoint = "";

    @Option(
            names = "--ids",
            required = true,
            paramLabel = "IDS",
            description = "The prompt, as it is: 1,822,3158; '-' reads standard input.")
    private String ids = "";

    @Option(
            names = "--positions",
            paramLabel = "WHICH",
            description = "all or last (the default): what follows each id, or the last.")
    private Positions positions = Positions.LAST;

    @Option(
            names = "--top",
            paramLabel = "K",
            description =
                    "The K greatest logits of a position; 0 = all (" + SHOWN + "; with --json: 0).")
    private int top = -1;

    @Option(names = "--json", description = "Print JSON; all logits stand in the order of ids.")
    private boolean json;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Where it runs: auto (the default), cpu or cuda:N.")
    private String device = "auto";

    public LogitsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        String text = PromptSource.argumentOr(terminal.in(), ids);
        // What is no id in any vocabulary is said before a checkpoint is imported.
        TokenIdText.parse(text, Integer.MAX_VALUE);
        Path model =
                PrivateStack.launcher(CheckpointImport.automaticFor(device), terminal)
                        .imported(ModelSource.parse(checkpoint));
        int vocabulary = ImportedModel.read(model).card().getVocabulary();
        int[] prompt = TokenIdText.parse(text, vocabulary);
        Path rows = Files.createTempFile("llamaline-logits", ".f32");
        try {
            RawLogits.compute(
                    Installation.here(),
                    new RawLogits.ModelOnDevice(model, device),
                    prompt,
                    positions == Positions.ALL,
                    rows);
            print(rows, vocabulary, prompt.length);
        } finally {
            Files.delete(rows);
        }
        return ExitCodes.OK;
    }

    private void print(Path rows, int vocabulary, int length) throws IOException, LaunchException {
        int count = positions == Positions.ALL ? length : 1;
        if (Files.size(rows) != (long) count * vocabulary * Float.BYTES) {
            throw new LaunchException("the engine left another count of logits than it should");
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(rows)));
                LogitWriter writer = writer(vocabulary)) {
            for (int position = length - count; position < length; position++) {
                writer.write(row(in, position, vocabulary));
            }
        }
    }

    private static LogitRow row(DataInputStream in, int position, int vocabulary)
            throws IOException {
        var bytes = new byte[vocabulary * Float.BYTES];
        in.readFully(bytes);
        var row = new float[vocabulary];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
        return new LogitRow(position, row);
    }

    private LogitWriter writer(int vocabulary) throws IOException {
        var out =
                new BufferedWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
        if (json) {
            return new LogitWriter.Json(out, vocabulary, Math.max(top, 0));
        }
        int shown = top < 0 ? SHOWN : top;
        return new LogitWriter.Lines(out, shown == 0 ? vocabulary : shown);
    }
}
