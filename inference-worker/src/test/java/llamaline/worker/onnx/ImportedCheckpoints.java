package llamaline.worker.onnx;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.testkit.TemporaryFolder;
import llamaline.worker.checkpoint.CheckpointImporter;
import llamaline.worker.checkpoint.ImportOptions;
import llamaline.worker.checkpoint.ImportedModel;

/** Checkpoints, imported once for all tests of this JVM. */
final class ImportedCheckpoints {
    private static final Path FOLDER = TemporaryFolder.createUntilTheEnd("llamaline-imports");
    private static final ConcurrentHashMap<Path, ImportedModel> IMPORTED =
            new ConcurrentHashMap<>();
    private static final long BUDGET_BYTES = 512L << 20;
    private static final int THREADS = 2;

    private ImportedCheckpoints() {}

    /** The reference's tiny checkpoints: one that ships, and those at hand. */
    static List<Path> goldens() {
        List<Path> checkpoints = new ArrayList<>();
        checkpoints.add(Goldens.resource("tiny-7b"));
        for (String name : List.of("models/tiny-34b", "models/tiny-70b-instruct")) {
            Conformance.folder(name).ifPresent(checkpoints::add);
        }
        return checkpoints;
    }

    static ImportedModel imported(Path checkpoint) {
        return IMPORTED.computeIfAbsent(
                checkpoint,
                _ ->
                        CheckpointImporter.run(
                                checkpoint,
                                FOLDER.resolve("model-" + IMPORTED.size()),
                                ImportOptions.automatic(Instant.EPOCH),
                                _ -> {}));
    }

    /** An engine of the test's own; the checkpoint's whole context. */
    static OnnxCausalLanguageModel open(Path checkpoint, int slots) {
        return OnnxCausalLanguageModel.open(
                imported(checkpoint), new EngineSettings(slots, BUDGET_BYTES, 0, THREADS));
    }
}
