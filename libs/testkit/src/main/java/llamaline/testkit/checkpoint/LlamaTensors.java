package llamaline.testkit.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the names and shapes of a Llama decoder's tensors, from config.json alone. */
public final class LlamaTensors {
    private LlamaTensors() {}

    /** Returns the shape of each tensor by name. */
    public static Map<String, List<Integer>> shapes(JsonNode config) {
        int hidden = config.get("hidden_size").asInt();
        int heads = config.get("num_attention_heads").asInt();
        int kvHeads = config.path("num_key_value_heads").asInt(heads);
        int headSize = config.path("head_dim").asInt(hidden / heads);
        int mlp = config.get("intermediate_size").asInt();
        int vocabulary = config.get("vocab_size").asInt();
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", List.of(vocabulary, hidden));
        for (int layer = 0; layer < config.get("num_hidden_layers").asInt(); layer++) {
            String prefix = "model.layers." + layer + ".";
            shapes.put(prefix + "input_layernorm.weight", List.of(hidden));
            shapes.put(prefix + "self_attn.q_proj.weight", List.of(heads * headSize, hidden));
            shapes.put(prefix + "self_attn.k_proj.weight", List.of(kvHeads * headSize, hidden));
            shapes.put(prefix + "self_attn.v_proj.weight", List.of(kvHeads * headSize, hidden));
            shapes.put(prefix + "self_attn.o_proj.weight", List.of(hidden, heads * headSize));
            shapes.put(prefix + "post_attention_layernorm.weight", List.of(hidden));
            shapes.put(prefix + "mlp.gate_proj.weight", List.of(mlp, hidden));
            shapes.put(prefix + "mlp.up_proj.weight", List.of(mlp, hidden));
            shapes.put(prefix + "mlp.down_proj.weight", List.of(hidden, mlp));
        }
        shapes.put("model.norm.weight", List.of(hidden));
        shapes.put("lm_head.weight", List.of(vocabulary, hidden));
        return shapes;
    }
}
