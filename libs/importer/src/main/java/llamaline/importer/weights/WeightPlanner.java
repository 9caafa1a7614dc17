package llamaline.importer.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.checkpoint.safetensors.TensorType;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.quantization.QuantizedFormat;

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

    /** External data is mapped page by page. */
    private static final long ALIGNMENT = 4096;

    /** Tables that older exports carry; they follow from the configuration. */
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
     * The plan.
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

    /** Name of a layer's weight in the graph. */
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
            linear(HEAD, withoutCodes(), part("lm_head", vocabulary, hidden));
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

    /** As Transformers does: what decides the next id is not worth the few bytes. */
    private Precision withoutCodes() {
        return precision.codes().isPresent() ? Precision.AUTO : precision;
    }

    private LinearPart part(String module, AxisPadding rows, AxisPadding columns) {
        String name = module + ".weight";
        return StoredNf4.find(tensors, name)
                .map(stored -> LinearPart.of(stored, rows, columns))
                .orElseGet(
                        () -> LinearPart.of(MatrixPart.matrix(tensors.take(name), rows, columns)));
    }

    private void linear(String name, Precision wanted, LinearPart... parts) {
        List<LinearPart> all = List.of(parts);
        boolean isPadded = all.stream().anyMatch(part -> part.floats().isPadded());
        if (wanted.keepsNf4() && all.stream().allMatch(part -> part.stored().isPresent())) {
            if (isPadded) {
                floats(name, Precision.FLOAT32, parts);
                return;
            }
            codes(name, QuantizedFormat.NF4, all.stream().map(LinearPart::asStored).toList());
            return;
        }
        Optional<QuantizedFormat> format = wanted.codes();
        if (format.isEmpty()) {
            floats(name, wanted, parts);
            return;
        }
        boolean nests = wanted == Precision.NF4_DOUBLE;
        if (format.get() == QuantizedFormat.NF4 && isPadded) {
            restored(name, all, nests);
            return;
        }
        codes(
                name,
                format.get(),
                all.stream()
                        .map(part -> (QuantizedPart) new QuantizedPart.Floats(part.floats(), nests))
                        .toList());
    }

    /** Where zeros go between weights, NF4's blocks no longer fit: what they stand for does. */
    private void restored(String name, List<LinearPart> parts, boolean nests) {
        add(
                name,
                false,
                TensorType.FLOAT32,
                parts.stream().map(part -> part.throughNf4(nests, errors)).toList());
    }

    /** One matrix, or one for each part where a part ends within a block. */
    private void codes(String name, QuantizedFormat format, List<QuantizedPart> parts) {
        boolean fit =
                parts.stream().allMatch(part -> format.endsWithABlock(part.rows(), part.columns()));
        if (fit || parts.size() == 1) {
            matrices.add(place(name, name, format, parts));
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            matrices.add(place(name, name + "." + i, format, List.of(parts.get(i))));
        }
    }

    private QuantizedMatrix place(
            String layer, String name, QuantizedFormat format, List<QuantizedPart> parts) {
        var unplaced = new QuantizedMatrix(layer, name, format, 0, 0, parts);
        long codes = allocate(unplaced.codeBytes());
        return new QuantizedMatrix(
                layer, name, format, codes, allocate(unplaced.scaleCount() * Float.BYTES), parts);
    }

    private void vector(String name, String module) {
        StoredTensor tensor = tensors.take(module + ".weight");
        MatrixPart part = MatrixPart.vector(tensor, config.hiddenSize());
        add(name, true, typeOf(withoutCodes(), List.of(tensor.weights())), List.of(part));
    }

    private void floats(String name, Precision wanted, LinearPart... parts) {
        List<MatrixPart> floats = Stream.of(parts).map(LinearPart::floats).toList();
        TensorType type =
                typeOf(wanted, floats.stream().map(part -> part.tensor().weights()).toList());
        add(name, false, type, floats);
    }

    /** What a GPU computes with is stored so; a CPU casts when it loads. */
    private TensorType typeOf(Precision wanted, List<TensorType> stored) {
        return compute == ComputeType.FLOAT32 ? wanted.typeOf(stored) : TensorType.of(compute);
    }

    private void add(String name, boolean isVector, TensorType type, List<MatrixPart> parts) {
        var unplaced = new Weight(name, type, isVector, 0, parts);
        weights.add(new Weight(name, type, isVector, allocate(unplaced.bytes()), parts));
    }

    private long allocate(long bytes) {
        long start = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
        end = start + bytes;
        return start;
    }
}
