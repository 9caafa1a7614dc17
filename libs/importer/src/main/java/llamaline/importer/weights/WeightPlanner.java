package llamaline.importer.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import llamaline.importer.checkpoint.bitsandbytes.RestoredNf4;
import llamaline.importer.checkpoint.bitsandbytes.StoredNf4;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.QuantizedFormat;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.weights.QuantizedMatrix.Origin;
import llamaline.importer.weights.rows.AxisPadding;
import llamaline.importer.weights.rows.MatrixPart;
import llamaline.importer.weights.rows.StackedRows;
import llamaline.importer.weights.rows.TensorErrors;

/**
 * Finds the tensors of a Llama decoder and lays out the weights that the graph wants: matrices stay
 * as they are stored, {@code [out][in]}; those that share an input stand one after the other.
 *
 * <p>Source of the names: transformers, models/llama/modeling_llama.py.
 */
public final class WeightPlanner {
    public static final String EMBEDDING = "embedding";
    public static final String NORM = "norm";
    public static final String HEAD = "head";
    public static final String ATTENTION_NORM = "attention_norm";
    public static final String QKV = "qkv";
    public static final String ATTENTION_OUT = "attention_out";
    public static final String MLP_NORM = "mlp_norm";
    public static final String GATE_UP = "gate_up";
    public static final String DOWN = "down";

    /** The step of weights' positions: external data is mapped page by page. */
    private static final long ALIGNMENT = 4096;

    /** Names of tables that older exports carry, and that follow from the configuration. */
    private static final Pattern DERIVED =
            Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

    private final DecoderConfig config;
    private final CheckpointTensors tensors;
    private final Precision precision;
    private final ComputeType compute;
    private final List<Weight> weights = new ArrayList<>();
    private final List<QuantizedMatrix> matrices = new ArrayList<>();
    private final TensorErrors errors = new TensorErrors();
    private long end;

    private WeightPlanner(
            DecoderConfig config,
            CheckpointTensors tensors,
            Precision precision,
            ComputeType compute) {
        this.config = config;
        this.tensors = tensors;
        this.precision = precision;
        this.compute = compute;
    }

    /**
     * Plans the weights of a model.
     *
     * @throws ModelFileException naming a tensor that is missing, has a wrong shape or type, or
     *     that a Llama decoder does not have
     */
    public static WeightPlan plan(
            DecoderConfig config,
            CheckpointTensors tensors,
            Precision precision,
            ComputeType compute) {
        return new WeightPlanner(config, tensors, precision, compute).plan();
    }

    /** The name of a layer's weight in the graph. */
    public static String inLayer(int layer, String name) {
        return "layer_%d.%s".formatted(layer, name);
    }

    private WeightPlan plan() {
        AxisPadding hidden = AxisPadding.none(config.hiddenSize());
        AxisPadding vocabulary = AxisPadding.none(config.vocabulary());
        floats(EMBEDDING, precision, part("model.embed_tokens", vocabulary, hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            attention(layer, hidden);
            mlp(layer, hidden);
        }
        vector(NORM, "model.norm");
        if (config.tiesEmbeddings()) {
            ignoreTiedHead(vocabulary, hidden);
        } else {
            linear(HEAD, precision.unquantized(), part("lm_head", vocabulary, hidden));
        }
        refuseTheRest();
        return new WeightPlan(weights, matrices, end, errors);
    }

    private void attention(int layer, AxisPadding hidden) {
        String prefix = "model.layers.%d.self_attn.".formatted(layer);
        AxisPadding queries = AxisPadding.queries(config.attention());
        AxisPadding keys = AxisPadding.keys(config.attention());
        vector(inLayer(layer, ATTENTION_NORM), "model.layers.%d.input_layernorm".formatted(layer));
        linear(
                inLayer(layer, QKV),
                precision,
                part(prefix + "q_proj", queries, hidden),
                part(prefix + "k_proj", keys, hidden),
                part(prefix + "v_proj", keys, hidden));
        linear(inLayer(layer, ATTENTION_OUT), precision, part(prefix + "o_proj", hidden, queries));
    }

    private void mlp(int layer, AxisPadding hidden) {
        String prefix = "model.layers.%d.mlp.".formatted(layer);
        AxisPadding inner = AxisPadding.none(config.mlpSize());
        vector(
                inLayer(layer, MLP_NORM),
                "model.layers.%d.post_attention_layernorm".formatted(layer));
        linear(
                inLayer(layer, GATE_UP),
                precision,
                part(prefix + "gate_proj", inner, hidden),
                part(prefix + "up_proj", inner, hidden));
        linear(inLayer(layer, DOWN), precision, part(prefix + "down_proj", hidden, inner));
    }

    /** Passes over the tied head that some files hold as well; Transformers does so too. */
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
        String name = module + ".weight";
        StoredTensor tensor =
                StoredNf4.find(tensors, name)
                        .map(RestoredNf4::tensor)
                        .orElseGet(() -> tensors.take(name));
        return MatrixPart.matrix(tensor, rows, columns);
    }

    /** Plans a layer that multiplies: what the precision says of such layers holds for it. */
    private void linear(String name, Precision wanted, MatrixPart... parts) {
        List<MatrixPart> all = List.of(parts);
        boolean isPadded = all.stream().anyMatch(MatrixPart::isPadded);
        if (wanted.keepsNf4() && all.stream().allMatch(part -> part.storedNf4().isPresent())) {
            if (isPadded) {
                floats(name, Precision.FLOAT32, parts);
            } else {
                quantized(name, QuantizedFormat.NF4, Origin.STORED, all);
            }
            return;
        }
        Optional<QuantizedFormat> format = wanted.quantizedFormat();
        if (format.isEmpty()) {
            floats(name, wanted, parts);
            return;
        }
        boolean doubleQuant = wanted == Precision.NF4_DOUBLE;
        if (format.get() == QuantizedFormat.NF4 && isPadded) {
            restored(name, all, doubleQuant);
            return;
        }
        quantized(name, format.get(), doubleQuant ? Origin.DOUBLE_QUANT : Origin.QUANTIZED, all);
    }

    /**
     * Plans the floats that NF4 would leave, in place of NF4: zeros that go between weights would
     * shift them out of their blocks.
     */
    private void restored(String name, List<MatrixPart> parts, boolean doubleQuant) {
        List<MatrixPart> restored =
                parts.stream().map(part -> part.throughNf4(doubleQuant, errors)).toList();
        add(name, false, FloatFormat.FLOAT32, restored);
    }

    /** Plans one matrix, or one for each part where a part ends within a block. */
    private void quantized(
            String layer, QuantizedFormat format, Origin origin, List<MatrixPart> parts) {
        boolean fit = parts.stream().allMatch(part -> endsWithABlock(format, part));
        if (fit || parts.size() == 1) {
            add(layer, layer, format, origin, parts);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            add(layer, layer + "." + i, format, origin, List.of(parts.get(i)));
        }
    }

    private static boolean endsWithABlock(QuantizedFormat format, MatrixPart part) {
        return format.endsWithABlock(part.rows().length(), part.columns().length());
    }

    private void vector(String name, String module) {
        StoredTensor tensor = tensors.take(module + ".weight");
        MatrixPart part = MatrixPart.vector(tensor, config.hiddenSize());
        add(name, true, typeOf(precision.unquantized(), List.of(part)), List.of(part));
    }

    private void floats(String name, Precision wanted, MatrixPart... parts) {
        List<MatrixPart> all = List.of(parts);
        add(name, false, typeOf(wanted, all), all);
    }

    /** A GPU takes weights in the type that it computes with; a CPU casts when it loads. */
    private FloatFormat typeOf(Precision wanted, List<MatrixPart> parts) {
        return compute == ComputeType.FLOAT32
                ? wanted.typeOf(parts.stream().map(part -> part.tensor().floats()).toList())
                : compute.weights();
    }

    private void add(String name, boolean isVector, FloatFormat type, List<MatrixPart> parts) {
        var rows = new StackedRows(type, parts);
        weights.add(new Weight(name, isVector, allocate(rows.bytes()), rows));
    }

    private void add(
            String layer,
            String name,
            QuantizedFormat format,
            Origin origin,
            List<MatrixPart> parts) {
        var rows = new StackedRows(FloatFormat.FLOAT32, parts);
        long values = allocate(format.packedBytes(rows.rows(), rows.columns()));
        long scales = allocate(Float.BYTES * format.scales(rows.rows(), rows.columns()));
        matrices.add(new QuantizedMatrix(layer, name, format, origin, values, scales, rows));
    }

    private long allocate(long bytes) {
        long start = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
        end = start + bytes;
        return start;
    }
}
