package llamaline.importer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.ModelFolder;
import llamaline.importer.weights.Precision;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import llamaline.testkit.checkpoint.TestTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports from folder to folder. */
class CheckpointImporterTest {
    private static final ImportOptions AUTOMATIC = ImportOptions.automatic(Instant.EPOCH);

    @TempDir private Path folder;
    private Path models = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void nameFolders() throws IOException {
        models = Files.createDirectory(folder.resolve("models"));
        out = models.resolve("imported");
    }

    private static CheckpointBuilder builder() {
        return CheckpointBuilder.small(new SplittableRandom(7)).stored("F16");
    }

    private Path write(String name, CheckpointBuilder builder) throws IOException {
        return builder.write(Files.createDirectory(folder.resolve(name)));
    }

    private ImportedModel imported(String name, CheckpointBuilder builder, Precision precision)
            throws IOException {
        return CheckpointImporter.run(
                write(name, builder),
                models.resolve(name),
                new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH),
                _ -> {});
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void givesWhatReadingGives() throws IOException {
        List<Double> shares = new ArrayList<>();
        ImportedModel model =
                CheckpointImporter.run(write("a", builder()), out, AUTOMATIC, shares::add);
        assertEquals(model, ImportedModel.read(out));
        assertTrue(ImportedModel.isAt(out));
        assertFalse(ImportedModel.isAt(models));
        assertEquals(2, model.shape().layers());
        assertEquals(16, model.shape().headSize());
        assertEquals("float16", model.card().getPrecision());
        assertEquals(List.of("imported"), entries());
        assertEquals(shares.stream().sorted().toList(), shares);
        assertEquals(1.0, shares.getLast());
    }

    @Test
    void doesNotDependOnShards() throws IOException {
        ImportedModel single = imported("single", builder(), Precision.AUTO);
        ImportedModel sharded = imported("sharded", builder().sharded(3), Precision.AUTO);
        assertEquals(single.card(), sharded.card());
        assertArrayEquals(weights(single), weights(sharded));
    }

    @Test
    void doesNotDependOnTheTypeThatHoldsTheSameValues() throws IOException {
        CheckpointBuilder half = builder();
        ImportedModel fromHalf = imported("half", half, Precision.FLOAT32);
        CheckpointBuilder wide = builder();
        half.tensors()
                .forEach((name, tensor) ->
                        wide.tensors()
                                .put(name, new TestTensor("F32", tensor.shape(), tensor.values())));
        ImportedModel fromWide = imported("wide", wide, Precision.AUTO);
        assertEquals("float32", fromWide.card().getPrecision());
        assertEquals(fromHalf.card(), fromWide.card());
        assertArrayEquals(weights(fromHalf), weights(fromWide));
        ImportedModel back = imported("back", wide, Precision.FLOAT16);
        ImportedModel stored = imported("stored", half, Precision.AUTO);
        assertEquals(stored.card(), back.card());
    }

    @Test
    void tellsModelsApartThatDifferInAnything() throws IOException {
        List<String> hashes =
                List.of(
                        hash("a", builder()),
                        hash("b", builder().with("rope_theta", 1e6)),
                        hash("c", builder().with("rms_norm_eps", 1e-6)),
                        hash("d", builder().stored("BF16")),
                        hash("e", builder().with("num_attention_heads", 2)),
                        hash("f", CheckpointBuilder.small(new SplittableRandom(8)).stored("F16")));
        assertEquals(hashes.size(), hashes.stream().distinct().count());
    }

    private String hash(String name, CheckpointBuilder builder) throws IOException {
        return imported(name, builder, Precision.AUTO).card().getWeightsHash();
    }

    private static byte[] weights(ImportedModel model) throws IOException {
        return Files.readAllBytes(model.directory().resolve(ModelFolder.WEIGHTS));
    }

    @Test
    void leavesNothingOfAnInterruptedImport() throws IOException {
        Path checkpoint = write("a", builder());
        DoubleConsumer interrupt = _ -> Thread.currentThread().interrupt();
        var refusal =
                assertThrows(
                        ModelFileException.class,
                        () -> CheckpointImporter.run(checkpoint, out, AUTOMATIC, interrupt));
        assertTrue(Thread.interrupted());
        assertTrue(String.valueOf(refusal.getMessage()).contains("interrupted"));
        assertEquals(List.of(), entries());
        DoubleConsumer fail =
                share -> {
                    throw new IllegalStateException("at " + share);
                };
        assertThrows(
                IllegalStateException.class,
                () -> CheckpointImporter.run(checkpoint, out, AUTOMATIC, fail));
        assertEquals(List.of(), entries());
    }

    @Test
    void removesWhatAnImportLeftThatWasKilled() throws IOException {
        Path left = Files.createDirectory(models.resolve(".imported.importing-1"));
        Files.writeString(left.resolve(ModelFolder.WEIGHTS), "half");
        Path other = Files.createDirectory(models.resolve(".other.importing-1"));
        Files.writeString(other.resolve(ModelFolder.WEIGHTS), "half");
        CheckpointImporter.run(write("a", builder()), out, AUTOMATIC, _ -> {});
        assertEquals(List.of(".other.importing-1", "imported"), entries());
    }

    @Test
    void neverWritesOverAnything() throws IOException {
        Files.createDirectory(out);
        Path checkpoint = write("a", builder());
        var refusal =
                assertThrows(
                        ModelFileException.class,
                        () -> CheckpointImporter.run(checkpoint, out, AUTOMATIC, _ -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains("exists"));
        assertEquals(List.of("imported"), entries());
    }

    @Test
    void givesOnePlaceToOneOfManyImports() throws Exception {
        Path checkpoint = write("a", builder());
        Callable<Boolean> task =
                () -> {
                    try {
                        CheckpointImporter.run(checkpoint, out, AUTOMATIC, _ -> {});
                        return true;
                    } catch (ModelFileException e) {
                        assertTrue(String.valueOf(e.getMessage()).contains("exists"));
                        return false;
                    }
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> all = threads.invokeAll(List.of(task, task, task, task));
            int imports = 0;
            for (Future<Boolean> one : all) {
                imports += one.get() ? 1 : 0;
            }
            assertEquals(1, imports);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        assertEquals(List.of("imported"), entries());
        assertEquals(2, ImportedModel.read(out).shape().layers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "weights.bin", "tokenizer.model", "card.textproto"})
    void refusesAModelThatIsNotWhole(String name) throws IOException {
        CheckpointImporter.run(write("a", builder()), out, AUTOMATIC, _ -> {});
        Path file = out.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, new byte[bytes.length - 1]);
        assertRefused(name);
        Files.delete(file);
        assertRefused(name);
    }

    private void assertRefused(String name) {
        var refusal = assertThrows(ModelFileException.class, () -> ImportedModel.read(out));
        assertTrue(String.valueOf(refusal.getMessage()).contains(name), refusal.getMessage());
    }
}
