package llamaline.importer.checkpoint.bitsandbytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Seeds;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints that bitsandbytes quantized, against the float checkpoints they came from: the
 * imported files are compared byte by byte.
 */
class BitsandbytesImportTest {
    private static final int RUNS = 6;
    private static final List<Integer> HEAD_SIZES = List.of(2, 8, 10, 16, 32, 48);

    @TempDir private static Path folder;

    @Test
    void codesAreTakenAsTheyAre() {
        Seeds.forEach(
                RUNS,
                random -> {
                    CheckpointBuilder builder = randomShape(random);
                    boolean doubleQuant = random.nextBoolean();
                    Path stored = newFolder();
                    new BitsandbytesCheckpoint(builder, doubleQuant).write(stored);
                    Path floats = builder.write(newFolder());

                    Path expected =
                            imported(floats, doubleQuant ? Precision.NF4_DOUBLE : Precision.NF4);
                    assertSameFiles(expected, imported(stored, Precision.AUTO));
                });
    }

    @Test
    void float32GetsWhatTheCodesStandFor() {
        Seeds.forEach(
                RUNS,
                random -> {
                    CheckpointBuilder builder = randomShape(random);
                    var bitsandbytes = new BitsandbytesCheckpoint(builder, random.nextBoolean());
                    Path stored = newFolder();
                    bitsandbytes.write(stored);
                    builder.tensors().putAll(bitsandbytes.restored());
                    Path restored = builder.write(newFolder());

                    assertSameFiles(
                            imported(restored, Precision.FLOAT32),
                            imported(stored, Precision.FLOAT32));
                });
    }

    private static void assertSameFiles(Path expected, Path actual) {
        for (String name : List.of("weights.bin", "model.onnx")) {
            try {
                assertArrayEquals(
                        Files.readAllBytes(expected.resolve(name)),
                        Files.readAllBytes(actual.resolve(name)),
                        name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path imported(Path checkpoint, Precision precision) {
        return CheckpointImporter.run(
                        checkpoint,
                        checkpoint.resolve("imported-" + precision),
                        new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH),
                        _ -> {})
                .directory();
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
                .stored("F32");
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "checkpoint");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
