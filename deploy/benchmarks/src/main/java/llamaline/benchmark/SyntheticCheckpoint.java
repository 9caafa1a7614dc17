package llamaline.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A checkpoint in float16 with random weights: what an import reads, without a download.
 *
 * @param hidden length of a token's vector, a multiple of {@code heads}
 * @param intermediate the same between the matrices of an MLP
 * @param heads of queries, and as many of keys and values
 * @param vocabulary as many as its tokenizer has pieces
 */
public record SyntheticCheckpoint(
        int layers, int hidden, int intermediate, int heads, int vocabulary) {

    /** The standard deviation of weights of trained models, about. */
    private static final float DEVIATION = 0.02f;

    /** Random bytes that are written again and again; odd, so that rows differ. */
    private static final int RANDOM_BYTES = (16 << 20) + 1022;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Five layers of CodeLlama-7b and the demo model's vocabulary: 2.1 GB. */
    public static SyntheticCheckpoint ofTwoGigabytes() {
        return new SyntheticCheckpoint(5, 4096, 11008, 32, 4112);
    }

    /**
     * Writes it.
     *
     * @param tokenizer a folder whose tokenizer it gets
     * @param folder exists
     * @return the file of its weights
     */
    public Path write(Path tokenizer, Path folder) throws IOException {
        for (String name : new String[] {"tokenizer.model", "tokenizer_config.json"}) {
            Files.copy(tokenizer.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("config.json"), config());
        Path weights = folder.resolve("model.safetensors");
        Map<String, int[]> shapes = shapes();
        byte[] header = header(shapes);
        try (FileChannel out =
                FileChannel.open(
                        weights, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).flip());
            out.write(ByteBuffer.wrap(header));
            writeRandom(out, shapes.values().stream().mapToLong(SyntheticCheckpoint::bytes).sum());
            out.force(true);
        }
        return weights;
    }

    private String config() {
        return JSON.createObjectNode()
                .put("model_type", "llama")
                .put("hidden_act", "silu")
                .put("hidden_size", hidden)
                .put("intermediate_size", intermediate)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", heads)
                .put("max_position_embeddings", 16384)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 1e6)
                .put("vocab_size", vocabulary)
                .put("bos_token_id", 1)
                .put("eos_token_id", 2)
                .put("torch_dtype", "float16")
                .toString();
    }

    private Map<String, int[]> shapes() {
        var shapes = new LinkedHashMap<String, int[]>();
        shapes.put("lm_head.weight", new int[] {vocabulary, hidden});
        shapes.put("model.embed_tokens.weight", new int[] {vocabulary, hidden});
        shapes.put("model.norm.weight", new int[] {hidden});
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i;
            shapes.put(layer + ".input_layernorm.weight", new int[] {hidden});
            shapes.put(layer + ".post_attention_layernorm.weight", new int[] {hidden});
            for (String name : new String[] {"q", "k", "v", "o"}) {
                String weight = "%s.self_attn.%s_proj.weight".formatted(layer, name);
                shapes.put(weight, new int[] {hidden, hidden});
            }
            shapes.put(layer + ".mlp.gate_proj.weight", new int[] {intermediate, hidden});
            shapes.put(layer + ".mlp.up_proj.weight", new int[] {intermediate, hidden});
            shapes.put(layer + ".mlp.down_proj.weight", new int[] {hidden, intermediate});
        }
        return shapes;
    }

    private static byte[] header(Map<String, int[]> shapes) {
        ObjectNode header = JSON.createObjectNode();
        long at = 0;
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F16");
            var shape = entry.putArray("shape");
            for (int length : tensor.getValue()) {
                shape.add(length);
            }
            entry.putArray("data_offsets").add(at).add(at += bytes(tensor.getValue()));
        }
        return header.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long bytes(int[] shape) {
        long count = 1;
        for (int length : shape) {
            count *= length;
        }
        return count * Short.BYTES;
    }

    private static void writeRandom(FileChannel out, long bytes) throws IOException {
        var random = new Random(1);
        ByteBuffer block = ByteBuffer.allocateDirect(RANDOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            block.putShort(Float.floatToFloat16((float) (random.nextGaussian() * DEVIATION)));
        }
        for (long left = bytes; left > 0; left -= block.limit()) {
            block.clear().limit((int) Math.min(left, RANDOM_BYTES));
            while (block.hasRemaining()) {
                out.write(block);
            }
        }
    }
}
