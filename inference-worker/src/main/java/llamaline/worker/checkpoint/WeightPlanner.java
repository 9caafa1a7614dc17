package llamaline.worker.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the tensors of a Llama decoder and lays out the weights that the graph wants: matrices stay
 * as they are stored, {@code [out][in]}; those that share an input stand one after the other.
 *
 * <p>Source of the names: transformers, models/llama/modeling_llama.py.
 */
final class WeightPlanner {
    static final String EMBEDDING = "embedding";
    static final String NORM = "norm";
    static final String HEAD = "head";
    static final String ATTENTION_NORM = "attention_norm";
    static final String QKV = "qkv";
    static final String ATTENTION_OUT = "attention_out";
    static final String MLP_NORM = "mlp_norm";
    static final String GATE_UP = "gate_up";
    static final String DOWN = "down";

    /** External data is mapped page by page. */
    private static final long ALIGNMENT = 4096;

    /** Tables that older exports carry; they follow from the configuration. */
    private static final Pattern DERIVED =
            Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

    private final DecoderConfig config;
    private final CheckpointTensors tensors;
    private final Precision precision;
    private final List<Weight> weights = new ArrayList<>();
    private long end;

    private WeightPlanner(DecoderConfig config, CheckpointTensors tensors, Precision precision) {
        this.config = config;
        this.tensors = tensors;
        this.precision = precision;
    }

    /**
     * The plan.
     *
     * @throws CheckpointException naming a tensor that is missing, has a wrong shape or type, or
     *     that a Llama decoder does not have
     */
    static WeightPlan plan(DecoderConfig config, CheckpointTensors tensors, Precision precision) {
        return new WeightPlanner(config, tensors, precision).plan();
    }

    /** Name of a layer's weight in the graph. */
    static String inLayer(int layer, String name) {
        return "layer_%d.%s".formatted(layer, name);
    }

    private WeightPlan plan() {
        AxisPadding hidden = AxisPadding.none(config.hiddenSize());
        AxisPadding vocabulary = AxisPadding.none(config.vocabulary());
        matrix(EMBEDDING, part("model.embed_tokens", vocabulary, hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            attention(layer, hidden);
            mlp(layer, hidden);
        }
        vector(NORM, "model.norm");
        if (config.tiesEmbeddings()) {
            ignoreTiedHead(vocabulary, hidden);
        } else {
            matrix(HEAD, part("lm_head", vocabulary, hidden));
        }
        refuseTheRest();
        return new WeightPlan(weights, end);
    }

    private void attention(int layer, AxisPadding hidden) {
        String prefix = "model.layers.%d.self_attn.".formatted(layer);
        AxisPadding queries = config.attention().queries();
        AxisPadding keys = config.attention().keys();
        vector(inLayer(layer, ATTENTION_NORM), "model.layers.%d.input_layernorm".formatted(layer));
        matrix(
                inLayer(layer, QKV),
                part(prefix + "q_proj", queries, hidden),
                part(prefix + "k_proj", keys, hidden),
                part(prefix + "v_proj", keys, hidden));
        matrix(inLayer(layer, ATTENTION_OUT), part(prefix + "o_proj", hidden, queries));
    }

    private void mlp(int layer, AxisPadding hidden) {
        String prefix = "model.layers.%d.mlp.".formatted(layer);
        AxisPadding inner = AxisPadding.none(config.mlpSize());
        vector(
                inLayer(layer, MLP_NORM),
                "model.layers.%d.post_attention_layernorm".formatted(layer));
        matrix(
                inLayer(layer, GATE_UP),
                part(prefix + "gate_proj", inner, hidden),
                part(prefix + "up_proj", inner, hidden));
        matrix(inLayer(layer, DOWN), part(prefix + "down_proj", hidden, inner));
    }

    /** Some files hold a tied head as well; Transformers does not look at it either. */
    private void ignoreTiedHead(AxisPadding rows, AxisPadding columns) {
        tensors.find("lm_head.weight")
                .ifPresent(tensor -> {
                    var _ = MatrixPart.matrix(tensor, rows, columns);
                });
    }

    private void refuseTheRest() {
        for (StoredTensor tensor : tensors.rest()) {
            if (!DERIVED.matcher(tensor.name()).matches()) {
                throw tensor.wrong("is not part of the decoder that config.json describes");
            }
        }
    }

    private MatrixPart part(String module, AxisPadding rows, AxisPadding columns) {
        return MatrixPart.matrix(tensors.take(module + ".weight"), rows, columns);
    }

    private void vector(String name, String module) {
        StoredTensor tensor = tensors.take(module + ".weight");
        add(name, true, List.of(MatrixPart.vector(tensor, config.hiddenSize())));
    }

    private void matrix(String name, MatrixPart... parts) {
        add(name, false, List.of(parts));
    }

    private void add(String name, boolean isVector, List<MatrixPart> parts) {
        TensorType type =
                precision.typeOf(parts.stream().map(part -> part.tensor().weights()).toList());
        var weight =
                new Weight(name, type, isVector, Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT, parts);
        weights.add(weight);
        end = weight.offset() + weight.bytes();
    }
}
