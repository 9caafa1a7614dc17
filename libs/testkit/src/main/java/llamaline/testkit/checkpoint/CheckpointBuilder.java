package llamaline.testkit.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import llamaline.testkit.Goldens;

/**
 * Writes small Llama checkpoints with random weights and the demo model's tokenizer. Two builders
 * with equal seeds and shapes give equal weights, as far as their types hold them. Not thread-safe.
 */
public final class CheckpointBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES = List.of("F32", "F16", "BF16");
    private static final String HEAD = "lm_head.weight";

    /** The gain of the output weights, so that logits vary by a few units. */
    private static final double GAIN = 1.5;

    private final RandomGenerator random;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> typeOf = new HashMap<>();
    private String type = "F32";
    private int shards = 1;
    private boolean hasHead = true;
    private final SortedMap<String, TestTensor> tensors = new TreeMap<>();

    private CheckpointBuilder(RandomGenerator random) {
        this.random = random;
    }

    /** Builds a checkpoint that takes milliseconds: two layers of width 32, four heads of 8. */
    public static CheckpointBuilder small(RandomGenerator random) {
        return new CheckpointBuilder(random)
                .with("model_type", "llama")
                .with("architectures", List.of("LlamaForCausalLM"))
                .with("hidden_size", 32)
                .with("intermediate_size", 40)
                .with("num_hidden_layers", 2)
                .with("num_attention_heads", 4)
                .with("vocab_size", 4112)
                .with("max_position_embeddings", 256)
                .with("rms_norm_eps", 1e-5);
    }

    /** Sets a field of config.json. */
    public CheckpointBuilder with(String field, Object value) {
        config.set(field, JSON.valueToTree(value));
        return this;
    }

    /** Sets a field of config.json to null. */
    public CheckpointBuilder withNull(String field) {
        config.putNull(field);
        return this;
    }

    /** Removes a field of config.json. */
    public CheckpointBuilder without(String field) {
        config.remove(field);
        return this;
    }

    /**
     * Stores all tensors in one type.
     *
     * @param newType F32, F16 or BF16
     */
    public CheckpointBuilder stored(String newType) {
        type = newType;
        return this;
    }

    /** Stores each tensor in a type of its own. */
    public CheckpointBuilder storedInMixedTypes() {
        LlamaTensors.shapes(config)
                .keySet()
                .forEach(name -> typeOf.put(name, TYPES.get(random.nextInt(TYPES.size()))));
        return this;
    }

    /** Splits the tensors over several files with an index. */
    public CheckpointBuilder sharded(int files) {
        shards = files;
        return this;
    }

    /** Leaves lm_head out of the file. */
    public CheckpointBuilder withoutHead() {
        hasHead = false;
        return this;
    }

    /** Returns the content of config.json. */
    public JsonNode config() {
        return config;
    }

    /** Returns the tensors as they are stored; they are drawn at the first call. */
    public SortedMap<String, TestTensor> tensors() {
        if (tensors.isEmpty()) {
            LlamaTensors.shapes(config)
                    .forEach((name, shape) -> {
                        TestTensor tensor = draw(name, shape);
                        if (hasHead || !name.equals(HEAD)) {
                            tensors.put(name, tensor);
                        }
                    });
        }
        return tensors;
    }

    private TestTensor draw(String name, List<Integer> shape) {
        String stored = typeOf.getOrDefault(name, type);
        boolean isNorm = shape.size() == 1;
        boolean isTable = name.contains("embed_tokens");
        double scale = isNorm ? 0.2 : isTable ? 1 : GAIN / Math.sqrt(shape.getLast());
        int count = shape.stream().reduce(1, Math::multiplyExact);
        List<Float> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double value = random.nextGaussian() * scale + (isNorm ? 1 : 0);
            values.add(TestTensor.held(stored, value));
        }
        return new TestTensor(stored, shape, values);
    }

    /** Writes the checkpoint into an existing folder, and returns that folder. */
    public Path write(Path directory) {
        try {
            Files.writeString(directory.resolve("config.json"), config.toPrettyString());
            for (String name : List.of("tokenizer.model", "tokenizer_config.json")) {
                Files.copy(Goldens.demoModel().resolve(name), directory.resolve(name));
            }
            writeWeights(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeWeights(Path directory) throws IOException {
        if (shards == 1) {
            Files.write(directory.resolve("model.safetensors"), SafetensorsWriter.file(tensors()));
            return;
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode map = index.putObject("weight_map");
        List<SortedMap<String, TestTensor>> files = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            files.add(new TreeMap<>());
        }
        int count = 0;
        for (Map.Entry<String, TestTensor> entry : tensors().entrySet()) {
            int shard = count++ % shards;
            files.get(shard).put(entry.getKey(), entry.getValue());
            map.put(entry.getKey(), shardName(shard));
        }
        for (int i = 0; i < shards; i++) {
            Files.write(directory.resolve(shardName(i)), SafetensorsWriter.file(files.get(i)));
        }
        Files.writeString(directory.resolve("model.safetensors.index.json"), index.toString());
    }

    private String shardName(int shard) {
        return "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
    }
}
