package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.QuantizedFormat;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Seeds;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.cpu.CpuDecoder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Graphs of random shapes with codes against a decoder in float64 over what the codes stand for:
 * blocks that straddle rows and parts, short blocks, odd counts, padded heads.
 */
class QuantizedGraphTest {
    private static final int RUNS = 6;
    private static final int PROMPT = 7;
    private static final EngineSettings SETTINGS = new EngineSettings(2, 64 << 20, 64, 1);
    private static final List<Integer> HEAD_SIZES = List.of(2, 8, 10, 16, 32, 48);

    @TempDir private static Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"NF4", "NF4_DOUBLE", "INT4", "INT8"})
    void computesWhatTheCodesStandFor(Precision precision) {
        Seeds.forEach(
                RUNS,
                random -> {
                    CheckpointBuilder builder = randomShape(random);
                    int[] ids = ids(random);
                    double[][] expected =
                            new ReferenceDecoder(
                                            builder.config(),
                                            RestoredTensors.of(builder.tensors(), precision))
                                    .logits(ids);
                    float[][] actual = logits(builder.write(newFolder()), precision, ids);
                    double difference = difference(expected, actual);
                    assertTrue(
                            difference <= tolerance(precision),
                            () -> "%s: %s %s".formatted(difference, precision, builder.config()));
                });
    }

    /** Activations in int8 move logits a little; a wrong block moves them as far as they go. */
    private static double tolerance(Precision precision) {
        return precision.quantizedFormat().orElseThrow() == QuantizedFormat.NF4 ? 1e-5 : 0.06;
    }

    /** The root mean square of differences, as a share of that of the logits. */
    private static double difference(double[][] expected, float[][] actual) {
        double differences = 0;
        double squares = 0;
        for (int at = 0; at < PROMPT; at++) {
            for (int id = 0; id < actual[at].length; id++) {
                double difference = expected[at][id] - actual[at][id];
                differences += difference * difference;
                squares += expected[at][id] * expected[at][id];
            }
        }
        return Math.sqrt(differences / squares);
    }

    private static float[][] logits(Path checkpoint, Precision precision, int[] ids) {
        ImportedModel model =
                CheckpointImporter.run(
                        checkpoint,
                        checkpoint.resolve("imported-" + precision),
                        new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH),
                        _ -> {});
        float[][] rows = new float[ids.length][model.shape().vocabulary()];
        try (var engine = CpuDecoder.open(model, SETTINGS)) {
            int last = ids.length - 1;
            Logits chunk = engine.prefill(0, 0, Arrays.copyOf(ids, last), LogitRows.ALL);
            for (int at = 0; at < last; at++) {
                chunk.copyRow(at, rows[at]);
            }
            engine.decode(0, new int[] {ids[last]}, new int[] {last}).copyRow(0, rows[last]);
        }
        return rows;
    }

    private static int[] ids(RandomGenerator random) {
        return random.ints(PROMPT, 3, 4112).toArray();
    }

    private static CheckpointBuilder randomShape(RandomGenerator random) {
        int kvHeads = 1 + random.nextInt(2);
        int heads = kvHeads * (1 + random.nextInt(2));
        return CheckpointBuilder.small(random)
                .with("num_hidden_layers", 1 + random.nextInt(2))
                .with("num_attention_heads", heads)
                .with("num_key_value_heads", kvHeads)
                .with("head_dim", HEAD_SIZES.get(random.nextInt(HEAD_SIZES.size())))
                .with("hidden_size", random.nextBoolean() ? 64 : 17 + random.nextInt(60))
                .with("intermediate_size", random.nextBoolean() ? 96 : 5 + random.nextInt(90))
                .with("tie_word_embeddings", random.nextBoolean())
                .stored(random.nextBoolean() ? "F16" : "BF16");
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "checkpoint");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
