package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.Seeds;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.cpu.CpuDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of random shapes against a decoder in float64. */
class DecoderGraphTest {
    private static final int RUNS = 40;
    private static final int PROMPT = 9;
    private static final int CHUNK = 6;
    private static final EngineSettings SETTINGS = new EngineSettings(2, 64 << 20, 64, 1);

    /** Logits vary by a few units; sums in float32 differ by less than this. */
    private static final double TOLERANCE = 1e-3;

    private static final List<Integer> HEAD_SIZES = List.of(2, 8, 10, 16, 24, 32, 40, 48);
    private static final List<String> TYPES = List.of("F32", "F16", "BF16");

    @TempDir private static Path folder;

    @Test
    void computesWhatTheCheckpointDescribes() {
        Seeds.forEach(RUNS, DecoderGraphTest::compare);
    }

    private static void compare(RandomGenerator random) {
        CheckpointBuilder builder = randomShape(random);
        Path checkpoint = builder.write(newFolder());
        ImportedModel model =
                CheckpointImporter.run(
                        checkpoint,
                        checkpoint.resolve("imported"),
                        ImportOptions.automatic(Instant.EPOCH),
                        _ -> {});
        int[] ids = random.ints(PROMPT, 0, builder.config().get("vocab_size").asInt()).toArray();
        double[][] expected = new ReferenceDecoder(builder.config(), builder.tensors()).logits(ids);
        float[] row = new float[model.shape().vocabulary()];
        try (var engine = CpuDecoder.open(model, SETTINGS)) {
            Logits chunk = engine.prefill(1, 0, Arrays.copyOf(ids, CHUNK), LogitRows.ALL);
            for (int at = 0; at < CHUNK; at++) {
                chunk.copyRow(at, row);
                assertClose(expected[at], row, builder);
            }
            for (int at = CHUNK; at < PROMPT; at++) {
                engine.decode(0, new int[] {0, ids[at]}, new int[] {0, at}).copyRow(1, row);
                assertClose(expected[at], row, builder);
            }
        }
    }

    private static void assertClose(double[] expected, float[] actual, CheckpointBuilder builder) {
        for (int id = 0; id < actual.length; id++) {
            assertEquals(expected[id], actual[id], TOLERANCE, () -> builder.config().toString());
        }
    }

    private static CheckpointBuilder randomShape(RandomGenerator random) {
        int kvHeads = 1 + random.nextInt(3);
        int heads = kvHeads * (1 + random.nextInt(3));
        int headSize = HEAD_SIZES.get(random.nextInt(HEAD_SIZES.size()));
        boolean isDerived = random.nextBoolean();
        CheckpointBuilder builder =
                CheckpointBuilder.small(random)
                        .with("num_hidden_layers", 1 + random.nextInt(3))
                        .with("num_attention_heads", heads)
                        .with("num_key_value_heads", kvHeads)
                        .with("hidden_size", isDerived ? heads * headSize : 17 + random.nextInt(40))
                        .with("intermediate_size", 5 + random.nextInt(60))
                        .with("vocab_size", 4112 + random.nextInt(3))
                        .with("rms_norm_eps", random.nextBoolean() ? 1e-5 : 1e-2)
                        .with("tie_word_embeddings", random.nextBoolean())
                        .sharded(1 + random.nextInt(3))
                        .stored(TYPES.get(random.nextInt(TYPES.size())));
        if (!isDerived) {
            builder.with("head_dim", headSize);
        }
        if (builder.config().get("tie_word_embeddings").asBoolean() && random.nextBoolean()) {
            builder.withoutHead();
        }
        if (random.nextInt(3) == 0) {
            builder.storedInMixedTypes();
        }
        return rotary(builder, random);
    }

    private static CheckpointBuilder rotary(CheckpointBuilder builder, RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> builder;
            case 1 -> builder.with("rope_theta", 1e6);
            case 2 ->
                    builder.with("rope_theta", 5e5)
                            .with("rope_scaling", Map.of("type", "linear", "factor", 4.0));
            case 3 ->
                    builder.with(
                            "rope_parameters", Map.of("rope_type", "default", "rope_theta", 1e6));
            default ->
                    builder.with(
                            "rope_parameters",
                            Map.of("rope_type", "linear", "factor", 2, "rope_theta", 3e4));
        };
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "checkpoint");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
