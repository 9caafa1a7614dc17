package llamaline.importer.graph;

import static llamaline.importer.graph.ExternalWeights.typeOf;
import static llamaline.importer.graph.OnnxGraph.attribute;
import static llamaline.importer.graph.OnnxGraph.fixed;
import static llamaline.importer.graph.OnnxGraph.free;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.model.ComputeType;
import llamaline.importer.onnx.AttributeProto;
import llamaline.importer.onnx.TensorProto.DataType;
import llamaline.importer.onnx.TensorShapeProto.Dimension;
import llamaline.importer.quantization.BlockFormat;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;
import llamaline.importer.weights.WeightPlanner;

/**
 * The Llama decoder as a graph of ONNX Runtime's fused operators, which compute in one type T:
 * float32 for CPUs, float16 or bfloat16 for GPUs (CUDA's GroupQueryAttention takes no other).
 * Weights keep the type they are stored in; what is not T is cast, which the runtime does once,
 * when it loads the model (but for the embedding, of which only the rows in use are cast).
 *
 * <p>Inputs: {@code input_ids} int64 [B, S], {@code seqlens_k} int32 [B] (tokens in the cache after
 * the call, minus 1), {@code total_sequence_length} int32 (largest of seqlens_k + 1), {@code
 * logit_idx} int64 [R] (flat positions b * S + s), {@code rotary_cos} and {@code rotary_sin} T
 * [positions, headSize / 2], and for each layer {@code past_key_L}, {@code past_value_L} T [B,
 * kvHeads, M, headSize]. Outputs: {@code logits} float32 [R, vocabulary], {@code present_key_L},
 * {@code present_value_L}, which want the memory of the pasts.
 *
 * <p>Source: transformers, models/llama/modeling_llama.py; operators: onnxruntime,
 * docs/ContribOperators.md.
 */
public final class DecoderGraph {
    /** The quant_type of MatMulBnb4 that means NF4. */
    private static final long NF4_TYPE = 1;

    /**
     * The accuracy_level of MatMulNBits that computes with activations in int8: the only one at
     * which 8 bits are fast, and the fastest for 4.
     */
    private static final long ACTIVATIONS_IN_INT8 = 4;

    private final DecoderConfig config;
    private final FloatFormat type;
    private final Map<String, Weight> weights = new HashMap<>();
    private final Map<String, List<QuantizedMatrix>> matrices;
    private final OnnxGraph graph = new OnnxGraph();

    private DecoderGraph(DecoderConfig config, FloatFormat type, WeightPlan plan) {
        this.config = config;
        this.type = type;
        plan.weights().forEach(weight -> weights.put(weight.name(), weight));
        matrices = plan.matrices().stream().collect(Collectors.groupingBy(QuantizedMatrix::layer));
    }

    /**
     * Makes the bytes of the model file, for weights in a file of their own.
     *
     * @param compute T
     * @param weightsFile name of the file, in the model's folder
     */
    public static byte[] model(
            DecoderConfig config, ComputeType compute, WeightPlan plan, String weightsFile) {
        var decoder = new DecoderGraph(config, compute.weights(), plan);
        new ExternalWeights(weightsFile).addTo(decoder.graph, plan);
        return decoder.build();
    }

    private byte[] build() {
        declareInputs();
        graph.output("logits", DataType.FLOAT, free("R"), fixed(config.vocabulary()));
        String residual = embedding();
        String normed = firstNorm(residual);
        for (int layer = 0; layer < config.layers(); layer++) {
            String attended = attention(layer, normed);
            String between = WeightPlanner.inLayer(layer, "between");
            normed =
                    addAndNorm(
                            WeightPlanner.inLayer(layer, WeightPlanner.MLP_NORM),
                            residual,
                            attended,
                            between);
            boolean isLast = layer + 1 == config.layers();
            String norm =
                    isLast
                            ? WeightPlanner.NORM
                            : WeightPlanner.inLayer(layer + 1, WeightPlanner.ATTENTION_NORM);
            residual = WeightPlanner.inLayer(layer, "out");
            normed = addAndNorm(norm, between, mlp(layer, normed), residual);
        }
        logits(normed);
        return graph.model("llama");
    }

    private void declareInputs() {
        Dimension half = fixed(config.attention().cachedHeadSize() / 2);
        graph.input("input_ids", DataType.INT64, free("B"), free("S"));
        graph.input("seqlens_k", DataType.INT32, free("B"));
        graph.input("total_sequence_length", DataType.INT32);
        graph.input("logit_idx", DataType.INT64, free("R"));
        graph.input("rotary_cos", typeOf(type), free("P"), half);
        graph.input("rotary_sin", typeOf(type), free("P"), half);
    }

    private String embedding() {
        Weight table = weight(WeightPlanner.EMBEDDING);
        String rows =
                graph.node(
                        "Gather",
                        List.of(table.name(), "input_ids"),
                        "embedded",
                        attribute("axis", 0));
        return table.type() == type ? rows : cast(rows);
    }

    private String firstNorm(String residual) {
        String name = WeightPlanner.inLayer(0, WeightPlanner.ATTENTION_NORM);
        return graph.node(
                "SimplifiedLayerNormalization",
                List.of(residual, computable(name)),
                name + ".out",
                attribute("axis", -1),
                attribute("epsilon", config.normEpsilon()),
                attribute("stash_type", 1));
    }

    private String attention(int layer, String normed) {
        String qkv = linear(WeightPlanner.inLayer(layer, WeightPlanner.QKV), normed);
        String attended = WeightPlanner.inLayer(layer, "attended");
        String suffix = "_" + layer;
        graph.fused(
                "GroupQueryAttention",
                List.of(
                        qkv,
                        "",
                        "",
                        cache("past_key" + suffix, true),
                        cache("past_value" + suffix, true),
                        "seqlens_k",
                        "total_sequence_length",
                        "rotary_cos",
                        "rotary_sin"),
                List.of(
                        attended,
                        cache("present_key" + suffix, false),
                        cache("present_value" + suffix, false)),
                attribute("num_heads", config.attention().heads()),
                attribute("kv_num_heads", config.attention().kvHeads()),
                attribute("scale", 1 / Math.sqrt(config.attention().headSize())),
                attribute("do_rotary", 1),
                attribute("rotary_interleaved", 0));
        return linear(WeightPlanner.inLayer(layer, WeightPlanner.ATTENTION_OUT), attended);
    }

    private String cache(String name, boolean isInput) {
        Dimension[] dimensions = {
            free("B"),
            fixed(config.attention().kvHeads()),
            free("M"),
            fixed(config.attention().cachedHeadSize())
        };
        return isInput
                ? graph.input(name, typeOf(type), dimensions)
                : graph.output(name, typeOf(type), dimensions);
    }

    private String mlp(int layer, String normed) {
        String both = linear(WeightPlanner.inLayer(layer, WeightPlanner.GATE_UP), normed);
        String gate = WeightPlanner.inLayer(layer, "gate");
        String up = WeightPlanner.inLayer(layer, "up");
        graph.split(both, List.of(gate, up), attribute("axis", -1), attribute("num_outputs", 2));
        String activated = gate + ".silu";
        graph.fused("QuickGelu", List.of(gate), List.of(activated), attribute("alpha", 1.0));
        String gated =
                graph.node("Mul", List.of(activated, up), WeightPlanner.inLayer(layer, "gated"));
        return linear(WeightPlanner.inLayer(layer, WeightPlanner.DOWN), gated);
    }

    /** Adds two values, keeps the sum under a name for the next addition, and norms it. */
    private String addAndNorm(String norm, String residual, String added, String sum) {
        String out = norm + ".out";
        boolean isUsedAgain = !norm.equals(WeightPlanner.NORM);
        graph.fused(
                "SkipSimplifiedLayerNormalization",
                List.of(residual, added, computable(norm)),
                isUsedAgain ? List.of(out, "", "", sum) : List.of(out),
                attribute("epsilon", config.normEpsilon()));
        return out;
    }

    private void logits(String normed) {
        String flat = graph.constant("flat", List.of(-1L, (long) config.hiddenSize()));
        String rows = graph.node("Reshape", List.of(normed, flat), "flattened");
        String wanted =
                graph.node("Gather", List.of(rows, "logit_idx"), "wanted", attribute("axis", 0));
        String head = config.tiesEmbeddings() ? WeightPlanner.EMBEDDING : WeightPlanner.HEAD;
        if (type == FloatFormat.FLOAT32) {
            linear(head, wanted, "logits");
            return;
        }
        String rounded = linear(head, wanted, "logits." + type.label());
        cast(rounded, "logits", FloatFormat.FLOAT32);
    }

    private String linear(String layer, String from) {
        return linear(layer, from, layer + ".out");
    }

    private String linear(String layer, String from, String to) {
        List<QuantizedMatrix> quantized = matrices.getOrDefault(layer, List.of());
        if (quantized.isEmpty()) {
            return product(from, computable(layer), to);
        }
        if (quantized.size() == 1) {
            return product(from, quantized.getFirst(), to);
        }
        List<String> parts =
                quantized.stream()
                        .map(matrix -> product(from, matrix, matrix.name() + ".out"))
                        .toList();
        return graph.node("Concat", parts, to, attribute("axis", -1));
    }

    /** Multiplies {@code from} with the transpose of a weight {@code [out][in]}. */
    private String product(String from, String weight, String to) {
        graph.fused("FusedMatMul", List.of(from, weight), List.of(to), attribute("transB", 1));
        return to;
    }

    /**
     * Multiplies {@code from} with the transpose of a quantized matrix; its scales have the type of
     * {@code from}.
     */
    private String product(String from, QuantizedMatrix matrix, String to) {
        String scales = matrix.scalesName();
        List<String> inputs =
                List.of(from, matrix.name(), type == FloatFormat.FLOAT32 ? scales : cast(scales));
        AttributeProto in = attribute("K", matrix.rows().columns());
        AttributeProto out = attribute("N", matrix.rows().rows());
        switch (matrix.format()) {
            case NF4 ->
                    graph.fused(
                            "MatMulBnb4",
                            inputs,
                            List.of(to),
                            in,
                            out,
                            attribute("block_size", Nf4Quantizer.BLOCK_SIZE),
                            attribute("quant_type", NF4_TYPE));
            case INT4 -> integers(inputs, to, in, out, BlockFormat.INT4);
            case INT8 -> integers(inputs, to, in, out, BlockFormat.INT8);
        }
        return to;
    }

    private void integers(
            List<String> inputs,
            String to,
            AttributeProto in,
            AttributeProto out,
            BlockFormat format) {
        graph.fused(
                "MatMulNBits",
                inputs,
                List.of(to),
                in,
                out,
                attribute("bits", format.bits()),
                attribute("block_size", BlockFormat.BLOCK_SIZE),
                attribute("accuracy_level", ACTIVATIONS_IN_INT8));
    }

    private String computable(String name) {
        return weight(name).type() == type ? name : cast(name);
    }

    private String cast(String from) {
        return cast(from, from + "." + type.label(), type);
    }

    private String cast(String from, String to, FloatFormat target) {
        return graph.node("Cast", List.of(from), to, attribute("to", typeOf(target).getNumber()));
    }

    private Weight weight(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("no weight " + name);
        }
        return weight;
    }
}
