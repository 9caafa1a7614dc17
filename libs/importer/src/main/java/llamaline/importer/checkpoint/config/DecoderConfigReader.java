package llamaline.importer.checkpoint.config;

import java.util.List;
import java.util.Set;

/**
 * Reads config.json as Transformers' LlamaConfig does, with its defaults, and refuses what the
 * graph does not compute.
 *
 * <p>Source: transformers, models/llama/configuration_llama.py and modeling_llama.py.
 */
public final class DecoderConfigReader {
    private static final String MODEL_TYPE = "llama";
    private static final String ARCHITECTURE = "LlamaForCausalLM";

    /** The widest matrix: a row stays below the size of a block. */
    private static final int MOST_WIDTH = 1 << 20;

    private static final int MOST_LAYERS = 1 << 12;
    private static final int MOST_VOCABULARY = 1 << 24;
    private static final int MOST_POSITIONS = 1 << 24;

    private static final int DEFAULT_POSITIONS = 2048;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final List<Integer> DEFAULT_STOP_IDS = List.of(2);

    private static final Set<String> TYPES = Set.of("float32", "float16", "bfloat16");

    private final JsonSettings config;

    private DecoderConfigReader(JsonSettings config) {
        this.config = config;
    }

    public static DecoderConfig read(JsonSettings config) {
        return new DecoderConfigReader(config).read();
    }

    private DecoderConfig read() {
        requireArchitecture();
        requireNothingElse();
        int hiddenSize = config.count("hidden_size", MOST_WIDTH);
        AttentionShape attention = attention(hiddenSize);
        return new DecoderConfig(
                config.count("num_hidden_layers", MOST_LAYERS),
                hiddenSize,
                config.count("intermediate_size", MOST_WIDTH),
                config.count("vocab_size", MOST_VOCABULARY),
                config.optionalCount("max_position_embeddings", MOST_POSITIONS)
                        .orElse(DEFAULT_POSITIONS),
                attention,
                new RotaryReader(config).read(attention.headSize()),
                epsilon(),
                config.flag("tie_word_embeddings", false),
                stopIds());
    }

    private void requireArchitecture() {
        String type = config.text("model_type").orElse("");
        if (!type.equals(MODEL_TYPE)) {
            throw config.wrong(
                    "model_type",
                    "is %s, supported is \"%s\"".formatted(config.shown("model_type"), MODEL_TYPE));
        }
        if (config.has("architectures")
                && !config.shown("architectures").equals("[\"" + ARCHITECTURE + "\"]")) {
            throw config.wrong(
                    "architectures",
                    "is %s, supported is [\"%s\"]"
                            .formatted(config.shown("architectures"), ARCHITECTURE));
        }
    }

    private void requireNothingElse() {
        String activation = config.text("hidden_act").orElse("silu");
        if (!activation.equals("silu")) {
            throw config.wrong(
                    "hidden_act", "is \"%s\", supported is \"silu\"".formatted(activation));
        }
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (config.flag(bias, false)) {
                throw config.wrong(bias, "is true: layers with a bias are not supported");
            }
        }
        if (config.has("sliding_window") && config.flag("use_sliding_window", true)) {
            throw config.wrong(
                    "sliding_window",
                    "is %s: every position attends to all before it, supported is null"
                            .formatted(config.shown("sliding_window")));
        }
        config.fields("quantization_config").ifPresent(QuantizationConfig::requireNf4);
        if (config.has("auto_map")) {
            throw config.wrong("auto_map", "is set: code that comes with a checkpoint is not run");
        }
        requireType("torch_dtype");
        requireType("dtype");
    }

    /** Refuses a type that no tensor may have; it is the tensors' own that count. */
    private void requireType(String name) {
        String type = config.text(name).orElse("float32");
        if (!TYPES.contains(type.replace("torch.", ""))) {
            throw config.wrong(
                    name, "is \"%s\", supported are float32, float16, bfloat16".formatted(type));
        }
    }

    private AttentionShape attention(int hiddenSize) {
        int heads = config.count("num_attention_heads", MOST_WIDTH);
        int kvHeads = config.optionalCount("num_key_value_heads", MOST_WIDTH).orElse(heads);
        if (heads % kvHeads != 0) {
            throw config.wrong(
                    "num_key_value_heads",
                    "is %d, must divide num_attention_heads = %d".formatted(kvHeads, heads));
        }
        if (!config.has("head_dim") && hiddenSize % heads != 0) {
            throw config.wrong(
                    "num_attention_heads",
                    "is %d, must divide hidden_size = %d where head_dim is absent"
                            .formatted(heads, hiddenSize));
        }
        int headSize = config.optionalCount("head_dim", MOST_WIDTH).orElse(hiddenSize / heads);
        if (headSize % 2 != 0) {
            throw config.wrong(
                    "head_dim",
                    "is %d, must be even: rotary embedding turns pairs".formatted(headSize));
        }
        if ((long) heads * headSize > MOST_WIDTH) {
            throw config.wrong(
                    "num_attention_heads",
                    "times head_dim is %d, at most %d is supported"
                            .formatted((long) heads * headSize, MOST_WIDTH));
        }
        return new AttentionShape(heads, kvHeads, headSize);
    }

    private double epsilon() {
        double epsilon = config.number("rms_norm_eps").orElse(DEFAULT_EPSILON);
        if (epsilon < 0) {
            throw config.wrong("rms_norm_eps", "is %s, must not be negative".formatted(epsilon));
        }
        return epsilon;
    }

    /** Reads the ids: absent means the default of LlamaConfig, null means none. */
    private List<Integer> stopIds() {
        return config.object().has("eos_token_id")
                ? config.integers("eos_token_id").orElse(List.of())
                : DEFAULT_STOP_IDS;
    }
}
