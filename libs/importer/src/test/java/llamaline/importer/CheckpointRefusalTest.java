package llamaline.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Seeds;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import llamaline.testkit.checkpoint.TestTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and foreign checkpoints: a clear error each, and nothing left behind. */
class CheckpointRefusalTest {
    private static final String DOWN = "model.layers.1.mlp.down_proj.weight";

    @TempDir private Path folder;
    private Path checkpoint = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void nameFolders() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        out = Files.createDirectory(folder.resolve("models")).resolve("imported");
    }

    private static CheckpointBuilder builder() {
        return CheckpointBuilder.small(new SplittableRandom(3)).stored("F16");
    }

    private static ImportOptions options(Precision precision) {
        return new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH);
    }

    private void assertRefused(String... parts) throws IOException {
        var refusal =
                assertThrows(
                        ModelFileException.class,
                        () ->
                                CheckpointImporter.run(
                                        checkpoint, out, options(Precision.AUTO), _ -> {}));
        String message = String.valueOf(refusal.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("models"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void refusesAFolderWithoutAConfig() throws IOException {
        assertRefused(checkpoint + " is no", "config.json");
    }

    @Test
    void saysHowMetasFilesAreConverted() throws IOException {
        for (String name : List.of("consolidated.00.pth", "params.json", "tokenizer.model")) {
            Files.writeString(checkpoint.resolve(name), "{}");
        }
        assertRefused("consolidated.*.pth", "convert_llama_weights_to_hf", checkpoint.toString());
    }

    @Test
    void namesATensorThatIsMissing() throws IOException {
        CheckpointBuilder builder = builder();
        builder.tensors().remove(DOWN);
        builder.write(checkpoint);
        assertRefused(DOWN, "missing", "model.safetensors");
    }

    @Test
    void namesATensorOfAnotherShape() throws IOException {
        CheckpointBuilder builder = builder();
        TestTensor down =
                builder.tensors().getOrDefault(DOWN, builder.tensors().firstEntry().getValue());
        builder.tensors().put(DOWN, new TestTensor("F16", down.shape().reversed(), down.values()));
        builder.write(checkpoint);
        assertRefused(DOWN, "model.safetensors", "[40, 32]", "[32, 40]");
    }

    @Test
    void namesATensorTooMany() throws IOException {
        CheckpointBuilder builder = builder();
        String bias = "model.layers.0.self_attn.q_proj.bias";
        builder.tensors().put(bias, new TestTensor("F16", List.of(1), List.of(0f)));
        builder.write(checkpoint);
        assertRefused(bias, "model.safetensors");
    }

    @Test
    void takesTablesThatFollowFromTheConfig() throws IOException {
        CheckpointBuilder builder = builder();
        builder.tensors()
                .put(
                        "model.layers.0.self_attn.rotary_emb.inv_freq",
                        new TestTensor("F32", List.of(1), List.of(1f)));
        builder.write(checkpoint);
        CheckpointImporter.run(checkpoint, out, options(Precision.AUTO), _ -> {});
        assertTrue(ImportedModel.isAt(out));
    }

    @Test
    void refusesAnUntiedModelWithoutAHead() throws IOException {
        builder().withoutHead().write(checkpoint);
        assertRefused("lm_head.weight", "missing");
    }

    @Test
    void refusesMorePiecesThanTheVocabularyHas() throws IOException {
        builder().with("vocab_size", 4111).write(checkpoint);
        assertRefused("config.json", "vocab_size", "4112");
    }

    @Test
    void refusesAStopIdOutsideTheVocabulary() throws IOException {
        builder().write(checkpoint);
        Files.writeString(
                checkpoint.resolve("generation_config.json"), "{\"eos_token_id\": [2, 4112]}");
        assertRefused("generation_config.json", "eos_token_id", "4112");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "pytorch_model-00001-of-00002.bin",
                "consolidated.00.pth"
            })
    void namesTheConversionOfOtherFormats(String name) throws IOException {
        builder().write(checkpoint);
        Files.delete(checkpoint.resolve("model.safetensors"));
        assertRefused("model.safetensors");
        Files.writeString(checkpoint.resolve(name), "PK");
        assertRefused("Convert it", name.substring(0, 12));
    }

    @Test
    void refusesAValueThatThePrecisionDoesNotHold() throws IOException {
        CheckpointBuilder builder = builder().stored("BF16");
        TestTensor norm =
                builder.tensors()
                        .getOrDefault(
                                "model.norm.weight", builder.tensors().firstEntry().getValue());
        builder.tensors()
                .put(
                        "model.norm.weight",
                        new TestTensor(
                                "BF16",
                                norm.shape(),
                                Collections.nCopies(norm.values().size(), 0x1p17f)));
        builder.write(checkpoint);
        var refusal =
                assertThrows(
                        ModelFileException.class,
                        () ->
                                CheckpointImporter.run(
                                        checkpoint, out, options(Precision.FLOAT16), _ -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains("model.norm.weight"));
        assertNothingLeft();
    }

    /** Of a projection, a padded one, a norm and the embeddings: as stored and converted. */
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "FLOAT32", "FLOAT16", "INT8", "NF4"})
    void refusesAValueThatIsNotFinite(Precision precision) throws IOException {
        for (String name :
                List.of(
                        DOWN,
                        "model.layers.1.self_attn.q_proj.weight",
                        "model.norm.weight",
                        "model.embed_tokens.weight",
                        "lm_head.weight")) {
            for (String type : List.of("F16", "BF16", "F32")) {
                CheckpointBuilder builder = builder().stored(type);
                TestTensor tensor = Objects.requireNonNull(builder.tensors().get(name));
                List<Float> values = new ArrayList<>(tensor.values());
                values.set(values.size() - 1, Float.NaN);
                builder.tensors().put(name, new TestTensor(type, tensor.shape(), values));
                Path bad = builder.write(Files.createDirectory(folder.resolve(name + "." + type)));
                var refusal =
                        assertThrows(
                                ModelFileException.class,
                                () ->
                                        CheckpointImporter.run(
                                                bad, out, options(precision), _ -> {}));
                String message = String.valueOf(refusal.getMessage());
                assertTrue(message.contains(name), message);
                assertTrue(message.contains("model.safetensors"), message);
                assertTrue(message.contains("not a finite number"), message);
                assertNothingLeft();
            }
        }
    }

    @Test
    void refusesAnIndexThatLies() throws IOException {
        builder().sharded(2).write(checkpoint);
        Path index = checkpoint.resolve("model.safetensors.index.json");
        String honest = Files.readString(index);
        String second = "model-00002-of-00002.safetensors";
        Files.writeString(index, honest.replace(second, "../checkpoint/" + second));
        assertRefused("index.json", "must be a file's name");
        Files.writeString(index, honest.replace(second, "model-3.safetensors"));
        assertRefused("model-3.safetensors", "is missing");
        Files.writeString(index, honest.replace(second, "model-00001-of-00002.safetensors"));
        assertRefused("model-00001-of-00002.safetensors", "is missing", "index.json");
        Files.writeString(index, honest.replace("model.norm.weight", "model.norm.weights"));
        assertRefused("model.norm.weight");
        Files.writeString(index, "{}");
        assertRefused("weight_map");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "tokenizer_config.json",
                "tokenizer.model",
                "model.safetensors",
                "model.safetensors.index.json"
            })
    void survivesAnyDamage(String name) throws IOException {
        CheckpointBuilder builder = builder().with("num_hidden_layers", 1);
        boolean isSharded = name.contains("index");
        (isSharded ? builder.sharded(2) : builder).write(checkpoint);
        byte[] whole = Files.readAllBytes(checkpoint.resolve(name));
        int most = Math.min(whole.length, 2000);
        Seeds.forEach(
                60,
                random -> {
                    byte[] damaged = whole.clone();
                    int changes = 1 + random.nextInt(3);
                    for (int i = 0; i < changes; i++) {
                        damaged[random.nextInt(most)] = (byte) random.nextInt(256);
                    }
                    boolean isCut = random.nextInt(4) == 0;
                    int length = isCut ? random.nextInt(whole.length) : whole.length;
                    importDamaged(name, Arrays.copyOf(damaged, length));
                });
    }

    private void importDamaged(String name, byte[] damaged) {
        try {
            Files.write(checkpoint.resolve(name), damaged);
            try {
                CheckpointImporter.run(checkpoint, out, options(Precision.AUTO), _ -> {});
                try (Stream<Path> files = Files.list(out)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(out);
            } catch (ModelFileException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10, "says what is wrong");
            }
            assertNothingLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
