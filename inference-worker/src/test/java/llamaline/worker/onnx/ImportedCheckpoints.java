package llamaline.worker.onnx;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.testkit.TemporaryFolder;
import llamaline.worker.onnx.cpu.CpuDecoder;
import org.junit.jupiter.api.DynamicTest;

/** Checkpoints, imported once for all tests of this JVM. */
public final class ImportedCheckpoints {
    private static final Path FOLDER = TemporaryFolder.createUntilTheEnd("llamaline-imports");
    private static final ConcurrentHashMap<Source, ImportedModel> IMPORTED =
            new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long BUDGET_BYTES = 512L << 20;
    private static final int THREADS = 2;

    private ImportedCheckpoints() {}

    /** The reference's tiny checkpoints: one that ships, and those at hand. */
    private static List<Path> goldens() {
        List<Path> checkpoints = new ArrayList<>();
        checkpoints.add(Goldens.resource("tiny-7b"));
        for (String name : List.of("models/tiny-34b", "models/tiny-70b-instruct")) {
            Conformance.folder(name).ifPresent(checkpoints::add);
        }
        return checkpoints;
    }

    /** A test for each of them. */
    public static Stream<DynamicTest> forEachGolden(Check check) {
        return goldens().stream()
                .map(checkpoint ->
                        DynamicTest.dynamicTest(
                                checkpoint.getFileName().toString(), () -> check.on(checkpoint)));
    }

    /** As the checkpoint is stored, but computed in that type. */
    public static ImportedModel imported(Path checkpoint, ComputeType compute) {
        return imported(new Source(checkpoint, Precision.AUTO, compute));
    }

    /** In another precision than the checkpoint's own. */
    public static ImportedModel imported(
            Path checkpoint, Precision precision, ComputeType compute) {
        return imported(new Source(checkpoint, precision, compute));
    }

    private static ImportedModel imported(Source source) {
        return IMPORTED.computeIfAbsent(
                source,
                _ ->
                        CheckpointImporter.run(
                                source.checkpoint(),
                                FOLDER.resolve("model-" + COUNT.incrementAndGet()),
                                new ImportOptions(
                                        source.precision(),
                                        source.compute(),
                                        ModelVariant.AUTO,
                                        Instant.EPOCH),
                                _ -> {}));
    }

    /** A test's settings: the checkpoint's whole context. */
    public static EngineSettings settings(int slots) {
        return new EngineSettings(slots, BUDGET_BYTES, 0, THREADS);
    }

    /** An engine of the test's own; the checkpoint's whole context. */
    static OnnxCausalLanguageModel open(Path checkpoint, int slots) {
        return open(checkpoint, Precision.AUTO, slots);
    }

    /** As the other, in another precision than the checkpoint's own. */
    static OnnxCausalLanguageModel open(Path checkpoint, Precision precision, int slots) {
        return CpuDecoder.open(
                imported(checkpoint, precision, ComputeType.FLOAT32), settings(slots));
    }

    /** What is to hold for a checkpoint. */
    public interface Check {
        void on(Path checkpoint) throws Exception;
    }

    private record Source(Path checkpoint, Precision precision, ComputeType compute) {}
}
