package llamaline.cli.logits;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llamaline.importer.model.ImportedModel;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.process.Installation;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.KvBudgetException;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.device.DeviceSetting;
import llamaline.worker.onnx.device.Engines;

/**
 * Raw logits of a prompt's positions. The engine runs in a process of its own, with the worker's
 * classes; rows come back in a file, big-endian floats one behind the other.
 */
public final class RawLogits {
    /** Positions of a call: their rows are in memory at once. */
    private static final int CHUNK = 256;

    /**
     * The limit of the KV cache: well above what {@link
     * llamaline.worker.model.SlotPlan#LONGEST_CONTEXT} positions need.
     */
    private static final long KV_BUDGET_BYTES = 1L << 40;

    private static final int SHORTEST_CONTEXT = 2;

    /** Exit code where the file says why. */
    private static final int REFUSED = 3;

    private RawLogits() {}

    /**
     * Computes rows into a file.
     *
     * @param ids at least one, each in the vocabulary
     * @param allPositions a row for each position, else for the last alone
     * @param rows is written: {@code float[rows][vocabulary]}
     * @throws LaunchException with what the engine said, where it failed
     */
    public static void compute(
            Installation installation,
            ModelOnDevice model,
            int[] ids,
            boolean allPositions,
            Path rows)
            throws IOException, InterruptedException, LaunchException {
        Path prompt = Files.createTempFile("llamaline-prompt", ".txt");
        try {
            Files.writeString(
                    prompt,
                    IntStream.of(ids).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
            Process process =
                    installation
                            .withWorkerClasses(
                                    RawLogits.class,
                                    Stream.of(
                                                    model.directory(),
                                                    model.device(),
                                                    prompt,
                                                    allPositions,
                                                    rows)
                                            .map(String::valueOf)
                                            .toList())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new LaunchException(
                        code == REFUSED
                                ? Files.readString(rows)
                                : "the engine ended with %d: %s".formatted(code, said.strip()));
            }
        } finally {
            Files.delete(prompt);
        }
    }

    /**
     * A model, and the device that it runs on.
     *
     * @param directory of an imported model
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     */
    public record ModelOnDevice(Path directory, String device) {}

    /**
     * Runs the engine. What model or device cannot do is written in place of the rows.
     *
     * @param arguments the imported model's folder, the device, the file of ids, whether all
     *     positions are wanted, the file of rows
     */
    public static void main(String[] arguments) throws IOException {
        Path rows = Path.of(arguments[4]);
        try {
            DeviceSetting device = DeviceSetting.parse(arguments[1]);
            ImportedModel imported = ImportedModel.read(Path.of(arguments[0]));
            int[] ids = ids(Path.of(arguments[2]));
            run(imported, device, ids, Boolean.parseBoolean(arguments[3]), rows);
        } catch (EngineException | KvBudgetException | IllegalArgumentException e) {
            Files.writeString(rows, String.valueOf(e.getMessage()));
            Runtime.getRuntime().exit(REFUSED);
        }
    }

    private static void run(
            ImportedModel imported,
            DeviceSetting device,
            int[] ids,
            boolean allPositions,
            Path rows)
            throws IOException {
        int context = Math.max(SHORTEST_CONTEXT, ids.length);
        var settings = new EngineSettings(1, KV_BUDGET_BYTES, context, 0);
        try (CausalLanguageModel model =
                        Engines.ofSystem().open(imported, settings, device).model();
                var out =
                        new DataOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(rows)))) {
            write(model, ids, allPositions, out);
        }
    }

    private static int[] ids(Path prompt) throws IOException {
        return Stream.of(Files.readString(prompt).split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static void write(
            CausalLanguageModel model, int[] ids, boolean allPositions, DataOutputStream out)
            throws IOException {
        var row = new float[model.vocabulary()];
        var bytes = ByteBuffer.allocate(row.length * Float.BYTES);
        for (int start = 0; start < ids.length; start += CHUNK) {
            int end = Math.min(start + CHUNK, ids.length);
            int[] chunk = Arrays.copyOfRange(ids, start, end);
            Logits logits = model.prefill(0, start, chunk, wanted(allPositions, end == ids.length));
            for (int i = 0; i < logits.rows(); i++) {
                logits.copyRow(i, row);
                bytes.asFloatBuffer().put(row);
                out.write(bytes.array());
            }
        }
    }

    private static LogitRows wanted(boolean allPositions, boolean isLastChunk) {
        if (allPositions) {
            return LogitRows.ALL;
        }
        return isLastChunk ? LogitRows.LAST : LogitRows.NONE;
    }
}
