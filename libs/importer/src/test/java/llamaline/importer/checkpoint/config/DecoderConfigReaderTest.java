package llamaline.importer.checkpoint.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.RotaryEmbedding;
import llamaline.testkit.Conformance;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of config.json that counts, and every one that is refused. */
class DecoderConfigReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEAD_SIZE = 8;

    private static CheckpointBuilder config() {
        return CheckpointBuilder.small(new SplittableRandom(1));
    }

    private static DecoderConfig read(CheckpointBuilder config) {
        return DecoderConfigReader.read(new JsonSettings("model/config.json", config.config()));
    }

    @Test
    void takesTransformersDefaults() {
        DecoderConfig config =
                read(config().without("max_position_embeddings").without("rms_norm_eps"));
        assertEquals(new RotaryEmbedding(1e4, 1, HEAD_SIZE), config.rotary());
        assertEquals(new AttentionShape(4, 4, HEAD_SIZE), config.attention());
        assertEquals(1e-6, config.normEpsilon());
        assertEquals(2048, config.positions());
        assertEquals(List.of(2), config.stopIds());
        assertEquals(false, config.tiesEmbeddings());
    }

    @Test
    void takesNullForAbsent() {
        DecoderConfig config =
                read(
                        config().withNull("num_key_value_heads")
                                .withNull("head_dim")
                                .withNull("rope_scaling")
                                .withNull("quantization_config")
                                .withNull("sliding_window")
                                .withNull("eos_token_id")
                                .withNull("torch_dtype"));
        assertEquals(new AttentionShape(4, 4, HEAD_SIZE), config.attention());
        assertEquals(List.of(), config.stopIds());
    }

    @Test
    void takesWhatDiffersFromTheDefaults() {
        DecoderConfig config =
                read(
                        config().with("num_key_value_heads", 2)
                                .with("head_dim", 24)
                                .with("rms_norm_eps", 1e-3)
                                .with("tie_word_embeddings", true)
                                .with("eos_token_id", List.of(2, 7))
                                .with("pretraining_tp", 4)
                                .with("dtype", "bfloat16"));
        assertEquals(new AttentionShape(4, 2, 24), config.attention());
        assertEquals(32, config.shape().headSize());
        assertEquals(1e-3, config.normEpsilon());
        assertEquals(true, config.tiesEmbeddings());
        assertEquals(List.of(2, 7), config.stopIds());
    }

    private record Rotary(Map<String, Object> fields, double theta, double factor) {}

    @TestFactory
    Stream<DynamicTest> takesRotaryEmbeddingsOfEitherGeneration() {
        Map<String, Object> linear = Map.of("type", "linear", "factor", 4);
        Map<String, Object> newer = Map.of("rope_type", "linear", "factor", 2.5);
        return Stream.of(
                        new Rotary(Map.of("rope_theta", 1e6), 1e6, 1),
                        new Rotary(Map.of("rope_theta", 1000000), 1e6, 1),
                        new Rotary(Map.of("rope_scaling", linear), 1e4, 4),
                        new Rotary(Map.of("rope_scaling", newer, "rope_theta", 5e5), 5e5, 2.5),
                        new Rotary(Map.of("rope_scaling", Map.of("rope_type", "default")), 1e4, 1),
                        new Rotary(Map.of("rope_parameters", Map.of("rope_theta", 1e6)), 1e6, 1),
                        new Rotary(Map.of("rope_parameters", newer, "rope_theta", 7e4), 7e4, 2.5),
                        new Rotary(
                                Map.of(
                                        "rope_parameters",
                                        Map.of(
                                                "rope_type",
                                                "linear",
                                                "factor",
                                                8,
                                                "rope_theta",
                                                1e5)),
                                1e5,
                                8))
                .map(rotary ->
                        DynamicTest.dynamicTest(
                                rotary.fields().toString(),
                                () ->
                                        assertEquals(
                                                new RotaryEmbedding(
                                                        rotary.theta(), rotary.factor(), HEAD_SIZE),
                                                read(with(rotary.fields())).rotary())));
    }

    private static CheckpointBuilder with(Map<String, Object> fields) {
        CheckpointBuilder config = config();
        fields.forEach(config::with);
        return config;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model_type              | "mistral"
                    model_type              | null
                    architectures           | ["LlamaForSequenceClassification"]
                    architectures           | ["LlamaForCausalLM", "Other"]
                    hidden_act              | "gelu"
                    attention_bias          | true
                    attention_bias          | "no"
                    mlp_bias                | true
                    sliding_window          | 4096
                    quantization_config     | {"load_in_4bit": true}
                    auto_map                | {"AutoModel": "code.Model"}
                    torch_dtype             | "float64"
                    dtype                   | "int8"
                    hidden_size             | null
                    hidden_size             | 0
                    hidden_size             | -32
                    hidden_size             | 32.5
                    hidden_size             | "32"
                    hidden_size             | 99999999999
                    intermediate_size       | null
                    num_hidden_layers       | 0
                    num_hidden_layers       | 1000000
                    num_attention_heads     | 5
                    num_attention_heads     | true
                    num_key_value_heads     | 3
                    num_key_value_heads     | 8
                    head_dim                | 7
                    vocab_size              | null
                    max_position_embeddings | 0
                    rms_norm_eps            | -1
                    rms_norm_eps            | "small"
                    tie_word_embeddings     | 1
                    rope_theta              | 1
                    rope_theta              | []
                    partial_rotary_factor   | 0.5
                    eos_token_id            | "</s>"
                    eos_token_id            | [2, 2.5]
                    """)
    void refusesNamingFileAndField(String field, String json) throws IOException {
        ObjectNode object = (ObjectNode) config().config();
        object.set(field, JSON.readTree(json));
        var fields = new JsonSettings("model/config.json", object);
        var refusal =
                assertThrows(ModelFileException.class, () -> DecoderConfigReader.read(fields));
        assertTrue(
                String.valueOf(refusal.getMessage()).startsWith("model/config.json: " + field),
                refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rope_type | {"rope_type": "llama3", "factor": 8}
                    type      | {"type": "dynamic", "factor": 2}
                    type      | {"type": "yarn", "factor": 2}
                    factor    | {"type": "linear"}
                    factor    | {"type": "linear", "factor": 0.5}
                    factor    | {"type": "linear", "factor": "2"}
                    factor    | {"rope_type": "default", "factor": 2}
                    type      | {"rope_type": "default", "type": "linear", "factor": 2}
                    beta_fast | {"type": "linear", "factor": 2, "beta_fast": 32}
                    partial_rotary_factor | {"rope_type": "default", "partial_rotary_factor": 0.5}
                    """)
    void refusesOtherRotaryScaling(String field, String json) throws IOException {
        for (String name : List.of("rope_scaling", "rope_parameters")) {
            ObjectNode object = (ObjectNode) config().config();
            object.set(name, JSON.readTree(json));
            var fields = new JsonSettings("config.json", object);
            var refusal =
                    assertThrows(ModelFileException.class, () -> DecoderConfigReader.read(fields));
            assertTrue(
                    String.valueOf(refusal.getMessage())
                            .startsWith("config.json: " + name + ": " + field),
                    refusal.getMessage());
        }
    }

    @Test
    void refusesRotaryFieldsThatContradictEachOther() {
        Map<String, Object> parameters = Map.of("rope_theta", 1e6);
        Map<String, Object> linear = Map.of("type", "linear", "factor", 2);
        assertThrows(
                ModelFileException.class,
                () -> read(config().with("rope_theta", 1e4).with("rope_parameters", parameters)));
        assertThrows(
                ModelFileException.class,
                () ->
                        read(
                                config().with("rope_scaling", linear)
                                        .with("rope_parameters", parameters)));
    }

    @Test
    void readsBothGenerationsOfOneModelAlike() {
        if (Conformance.isHere("models/tiny-34b", 1)) {
            var folder = Conformance.folder("models/tiny-34b").orElseThrow();
            assertEquals(
                    DecoderConfigReader.read(JsonSettings.read(folder.resolve("config.json"))),
                    DecoderConfigReader.read(JsonSettings.read(folder.resolve("config.v5.json"))));
        }
    }
}
