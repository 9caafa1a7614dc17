package llamaline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llamaline.importer.model.ImportedModel;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.process.Installation;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.cpu.CpuDecoder;

/**
 * The engine called directly, in a process of its own with the worker's classes: from a prompt's
 * ids to the first token's id, nothing in between.
 */
public final class EngineTimes {
    private static final int SLOTS = 8;
    private static final long KV_BUDGET_BYTES = 2L << 30;

    /** Rounds over all prompts before the one that counts. */
    private static final int WARM_UP_ROUNDS = 2;

    private EngineTimes() {}

    /**
     * Measures each prompt once.
     *
     * @param model an imported one
     * @param prompts ids
     * @return nanoseconds, in the prompts' order
     */
    public static long[] measure(Installation installation, Path model, List<List<Integer>> prompts)
            throws IOException, InterruptedException, LaunchException {
        Path file = Files.createTempFile("llamaline-engine", ".txt");
        try {
            Files.write(file, prompts.stream().map(EngineTimes::line).toList());
            Process process =
                    installation
                            .withWorkerClasses(
                                    EngineTimes.class, List.of(model.toString(), file.toString()))
                            .inheritIO()
                            .start();
            if (process.waitFor() != 0) {
                throw new LaunchException("the engine failed on its own");
            }
            return Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray();
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Reads a prompt's ids from each line of a file and writes the times in their place.
     *
     * @param arguments the imported model's folder, the file
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        List<int[]> prompts = Files.readAllLines(file).stream().map(EngineTimes::ids).toList();
        var settings = new EngineSettings(SLOTS, KV_BUDGET_BYTES, 0, 0);
        ImportedModel imported = ImportedModel.read(Path.of(arguments[0]));
        try (CausalLanguageModel model = CpuDecoder.open(imported, settings)) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                times(model, prompts);
            }
            Files.write(file, times(model, prompts));
        }
    }

    private static List<String> times(CausalLanguageModel model, List<int[]> prompts) {
        var times = new ArrayList<String>();
        var row = new float[model.vocabulary()];
        for (int[] prompt : prompts) {
            long start = SystemClock.NANO_TIME.getAsLong();
            Logits logits = model.prefill(0, 0, prompt, LogitRows.LAST);
            logits.copyRow(0, row);
            int token = mostLikely(row);
            long nanos = SystemClock.NANO_TIME.getAsLong() - start;
            times.add(Long.toString(token < 0 ? 0 : nanos));
        }
        return times;
    }

    private static int mostLikely(float[] row) {
        int best = 0;
        for (int id = 1; id < row.length; id++) {
            if (row[id] > row[best]) {
                best = id;
            }
        }
        return best;
    }

    private static String line(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static int[] ids(String line) {
        return Stream.of(line.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
