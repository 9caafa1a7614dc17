package llamaline.importer.checkpoint.bitsandbytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.bitsandbytes.BitsandbytesCheckpoint.Stored;
import llamaline.importer.model.ModelFileException;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantised checkpoints that are not what is read: refused, by file and field or tensor. */
class BitsandbytesRefusalsTest {
    private static final String WEIGHT = "model.layers.1.mlp.up_proj.weight";

    @TempDir private Path folder;

    private final CheckpointBuilder builder =
            CheckpointBuilder.small(new SplittableRandom(1)).with("hidden_size", 64);
    private final BitsandbytesCheckpoint checkpoint = new BitsandbytesCheckpoint(builder, true);

    private void assertRefused(String... named) {
        checkpoint.write(folder);
        Path out = folder.resolve("out");
        var refused =
                assertThrows(
                        ModelFileException.class,
                        () ->
                                CheckpointImporter.run(
                                        folder,
                                        out,
                                        ImportOptions.automatic(Instant.EPOCH),
                                        _ -> {}));
        for (String name : named) {
            assertTrue(refused.toString().contains(name), refused::toString);
        }
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @CsvSource({
        "quant_method, gptq",
        "bnb_4bit_quant_type, fp4",
        "bnb_4bit_quant_storage, bfloat16",
        "load_in_4bit, false",
        "load_in_8bit, true"
    })
    void anotherQuantization(String field, String value) {
        Map<String, Object> config = new HashMap<>();
        builder.config()
                .get("quantization_config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue()));
        boolean isFlag = value.equals("true") || value.equals("false");
        config.put(field, isFlag ? (Object) Boolean.valueOf(value) : value);
        builder.with("quantization_config", config);
        assertRefused("config.json: quantization_config", isFlag ? "load_in_4bit" : field);
    }

    @ParameterizedTest
    @CsvSource({".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map", "''"})
    void aTensorThatIsMissing(String suffix) {
        checkpoint.tensors().remove(WEIGHT + suffix);
        assertRefused("model.safetensors", WEIGHT + suffix, "missing");
    }

    @ParameterizedTest
    @CsvSource({".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map"})
    void aTensorOfAnotherLength(String suffix) {
        replace(suffix, old -> old.limit(old.limit() - Float.BYTES));
        assertRefused("model.safetensors", WEIGHT + suffix);
    }

    @Test
    void codesOfAnotherCount() {
        replace("", old -> old.limit(old.limit() - 1));
        assertRefused("model.safetensors", WEIGHT, "codes for a matrix of 40 x 64");
    }

    @Test
    void anotherTable() {
        replace(".quant_map", old -> old.put(7, (byte) 1));
        assertRefused("model.safetensors", WEIGHT + ".quant_map", "NF4");
    }

    @Test
    void aStateThatSaysSomethingElse() {
        Stored state = stored(".quant_state.bitsandbytes__nf4");
        String json = StandardCharsets.UTF_8.decode(state.bytes().duplicate()).toString();
        byte[] other =
                json.replace("\"blocksize\":64", "\"blocksize\":32")
                        .getBytes(StandardCharsets.UTF_8);
        checkpoint
                .tensors()
                .put(
                        WEIGHT + ".quant_state.bitsandbytes__nf4",
                        new Stored("U8", List.of(other.length), ByteBuffer.wrap(other)));
        assertRefused("model.safetensors", WEIGHT, "blocksize 32, must be 64");
    }

    @Test
    void aMatrixOfAnotherShapeThanTheConfiguration() {
        builder.with("intermediate_size", 41);
        assertRefused("model.safetensors", "gate_proj.weight", "[40, 64]", "[41, 64]");
    }

    private Stored stored(String suffix) {
        return Objects.requireNonNull(checkpoint.tensors().get(WEIGHT + suffix));
    }

    private void replace(String suffix, Consumer<ByteBuffer> change) {
        Stored old = stored(suffix);
        ByteBuffer bytes = ByteBuffer.allocate(old.bytes().remaining()).put(old.bytes()).flip();
        change.accept(bytes);
        int size = old.type().equals("F32") ? Float.BYTES : 1;
        assertEquals(0, bytes.remaining() % size);
        checkpoint
                .tensors()
                .put(
                        WEIGHT + suffix,
                        new Stored(old.type(), List.of(bytes.remaining() / size), bytes));
    }
}
