package llamaline.worker.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import llamaline.testkit.checkpoint.TestTensor;

/**
 * A Llama decoder in float64, written for clarity alone and from config.json and the stored tensors
 * alone: what a graph's logits are compared with.
 *
 * <p>Source: Touvron et al., Llama 2 (2307.09288), section 2.2; transformers,
 * models/llama/modeling_llama.py.
 */
final class ReferenceDecoder {
    private final JsonNode config;
    private final Map<String, TestTensor> tensors;
    private final int heads;
    private final int kvHeads;
    private final int headSize;

    ReferenceDecoder(JsonNode config, Map<String, TestTensor> tensors) {
        this.config = config;
        this.tensors = tensors;
        heads = config.get("num_attention_heads").asInt();
        kvHeads = config.path("num_key_value_heads").asInt(heads);
        headSize = config.path("head_dim").asInt(config.get("hidden_size").asInt() / heads);
    }

    /** Raw logits {@code double[ids.length][vocabulary]}. */
    double[][] logits(int... ids) {
        double[][] table = matrix("model.embed_tokens.weight");
        double[][] hidden = new double[ids.length][];
        for (int at = 0; at < ids.length; at++) {
            hidden[at] = table[ids[at]].clone();
        }
        for (int layer = 0; layer < config.get("num_hidden_layers").asInt(); layer++) {
            String prefix = "model.layers." + layer + ".";
            add(hidden, attention(prefix, norm(hidden, prefix + "input_layernorm.weight")));
            add(hidden, mlp(prefix, norm(hidden, prefix + "post_attention_layernorm.weight")));
        }
        boolean isTied = config.path("tie_word_embeddings").asBoolean();
        double[][] head = isTied ? table : matrix("lm_head.weight");
        return linear(norm(hidden, "model.norm.weight"), head);
    }

    private double[][] attention(String prefix, double[][] normed) {
        double[][] queries = linear(normed, matrix(prefix + "self_attn.q_proj.weight"));
        double[][] keys = linear(normed, matrix(prefix + "self_attn.k_proj.weight"));
        double[][] values = linear(normed, matrix(prefix + "self_attn.v_proj.weight"));
        double[][] out = new double[normed.length][heads * headSize];
        for (int at = 0; at < normed.length; at++) {
            rotate(queries[at], at);
            rotate(keys[at], at);
            for (int head = 0; head < heads; head++) {
                int group = head / (heads / kvHeads);
                double[] weights = weights(queries[at], head, keys, group, at);
                for (int i = 0; i < headSize; i++) {
                    for (int from = 0; from <= at; from++) {
                        double value = values[from][group * headSize + i];
                        out[at][head * headSize + i] += weights[from] * value;
                    }
                }
            }
        }
        return linear(out, matrix(prefix + "self_attn.o_proj.weight"));
    }

    private double[] weights(double[] query, int head, double[][] keys, int group, int at) {
        double[] scores = new double[at + 1];
        for (int from = 0; from <= at; from++) {
            for (int i = 0; i < headSize; i++) {
                scores[from] += query[head * headSize + i] * keys[from][group * headSize + i];
            }
            scores[from] /= Math.sqrt(headSize);
        }
        double largest = Arrays.stream(scores).max().orElseThrow();
        double sum = Arrays.stream(scores).map(score -> Math.exp(score - largest)).sum();
        return Arrays.stream(scores).map(score -> Math.exp(score - largest) / sum).toArray();
    }

    /** Turns each pair (i, i + half) of each head. */
    private void rotate(double[] row, int position) {
        int half = headSize / 2;
        for (int head = 0; head < row.length / headSize; head++) {
            for (int i = 0; i < half; i++) {
                double angle = position / factor() * Math.pow(theta(), -2.0 * i / headSize);
                double first = row[head * headSize + i];
                double second = row[head * headSize + half + i];
                row[head * headSize + i] = first * Math.cos(angle) - second * Math.sin(angle);
                row[head * headSize + half + i] =
                        second * Math.cos(angle) + first * Math.sin(angle);
            }
        }
    }

    private double theta() {
        JsonNode inner = config.path("rope_parameters").path("rope_theta");
        return inner.isNumber() ? inner.asDouble() : config.path("rope_theta").asDouble(1e4);
    }

    private double factor() {
        JsonNode rope =
                config.has("rope_parameters")
                        ? config.get("rope_parameters")
                        : config.path("rope_scaling");
        return rope.path("factor").asDouble(1);
    }

    private double[][] mlp(String prefix, double[][] normed) {
        double[][] gate = linear(normed, matrix(prefix + "mlp.gate_proj.weight"));
        double[][] up = linear(normed, matrix(prefix + "mlp.up_proj.weight"));
        for (int at = 0; at < gate.length; at++) {
            for (int i = 0; i < gate[at].length; i++) {
                gate[at][i] *= up[at][i] / (1 + Math.exp(-gate[at][i]));
            }
        }
        return linear(gate, matrix(prefix + "mlp.down_proj.weight"));
    }

    private double[][] norm(double[][] rows, String name) {
        double[] weight = tensor(name).values().stream().mapToDouble(Float::doubleValue).toArray();
        double epsilon = config.path("rms_norm_eps").asDouble(1e-6);
        double[][] out = new double[rows.length][];
        for (int at = 0; at < rows.length; at++) {
            double mean = Arrays.stream(rows[at]).map(x -> x * x).average().orElseThrow();
            out[at] = rows[at].clone();
            for (int i = 0; i < weight.length; i++) {
                out[at][i] *= weight[i] / Math.sqrt(mean + epsilon);
            }
        }
        return out;
    }

    private static double[][] linear(double[][] rows, double[][] matrix) {
        double[][] out = new double[rows.length][matrix.length];
        for (int at = 0; at < rows.length; at++) {
            for (int to = 0; to < matrix.length; to++) {
                for (int from = 0; from < rows[at].length; from++) {
                    out[at][to] += rows[at][from] * matrix[to][from];
                }
            }
        }
        return out;
    }

    private static void add(double[][] rows, double[][] added) {
        for (int at = 0; at < rows.length; at++) {
            for (int i = 0; i < rows[at].length; i++) {
                rows[at][i] += added[at][i];
            }
        }
    }

    private double[][] matrix(String name) {
        TestTensor tensor = tensor(name);
        int columns = tensor.shape().getLast();
        double[][] matrix = new double[tensor.shape().getFirst()][columns];
        for (int i = 0; i < tensor.values().size(); i++) {
            matrix[i / columns][i % columns] = tensor.values().get(i);
        }
        return matrix;
    }

    private TestTensor tensor(String name) {
        TestTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }
}
