package llamaline.importer.checkpoint.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.model.ModelFileException;

/** Finds the files of a checkpoint's folder that hold its weights. */
public final class WeightFiles {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern META = Pattern.compile("consolidated\\..*\\.pth");
    private static final Pattern TORCH = Pattern.compile("pytorch_model.*\\.bin");

    private WeightFiles() {}

    /**
     * Finds the shards and, for each, the tensors that the index expects in it.
     *
     * @throws ModelFileException where there is no usable index
     */
    static SortedMap<Path, Set<String>> shards(Path directory) {
        Path index = directory.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw otherFormat(directory);
        }
        JsonSettings map =
                JsonSettings.read(index)
                        .fields("weight_map")
                        .orElseThrow(() -> ModelFileException.in(index, "weight_map is missing"));
        SortedMap<Path, Set<String>> shards = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : map.object().properties()) {
            String name = entry.getValue().asText("");
            if (!PLAIN_NAME.matcher(name).matches()) {
                throw map.wrong(
                        entry.getKey(), "is %s, must be a file's name".formatted(entry.getValue()));
            }
            shards.computeIfAbsent(directory.resolve(name), _ -> new TreeSet<>())
                    .add(entry.getKey());
        }
        for (Path shard : shards.keySet()) {
            if (!Files.isRegularFile(shard)) {
                throw ModelFileException.in(shard, "is missing, %s names it".formatted(INDEX));
            }
        }
        return shards;
    }

    /** Tells whether a folder is as Meta gives weights away: without config.json. */
    public static boolean isMetas(Path directory) {
        return names(directory).stream().anyMatch(META.asMatchPredicate());
    }

    /** Says why a folder without safetensors is refused. */
    public static ModelFileException otherFormat(Path directory) {
        List<String> names = names(directory);
        if (names.stream().anyMatch(TORCH.asMatchPredicate())) {
            return ModelFileException.in(
                    directory,
                    ("has pytorch_model*.bin, which is not read. Convert it: python -c \"from"
                                    + " transformers import AutoModelForCausalLM;"
                                    + " AutoModelForCausalLM.from_pretrained('%s',"
                                    + " torch_dtype='auto').save_pretrained('%s', safe_serialization=True)\"")
                            .formatted(directory, directory));
        }
        if (names.stream().anyMatch(META.asMatchPredicate())) {
            return ModelFileException.in(
                    directory,
                    ("has Meta's consolidated.*.pth, which is not read. Convert it with Transformers:"
                                    + " python -m transformers.models.llama.convert_llama_weights_to_hf"
                                    + " --input_dir %s --output_dir NEW --model_size 7B, 13B, 34B or 70B")
                            .formatted(directory));
        }
        return ModelFileException.in(directory, "has neither %s nor %s".formatted(SINGLE, INDEX));
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw ModelFileException.unreadable(directory, e);
        }
    }
}
