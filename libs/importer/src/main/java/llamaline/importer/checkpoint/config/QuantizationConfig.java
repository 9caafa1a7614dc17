package llamaline.importer.checkpoint.config;

import java.util.Optional;

/**
 * Checks the quantization_config of config.json: only some quantized checkpoints are read.
 *
 * <p>Source: transformers, utils/quantization_config.py (BitsAndBytesConfig).
 */
final class QuantizationConfig {
    private QuantizationConfig() {}

    /** Refuses all but NF4 of bitsandbytes, in bytes. */
    static void requireNf4(JsonSettings config) {
        require(config, "quant_method", "bitsandbytes");
        if (config.flag("load_in_8bit", false) || !config.flag("load_in_4bit", false)) {
            throw config.wrong(
                    "load_in_4bit",
                    "is %s: of bitsandbytes' checkpoints, those in 4 bits are read"
                            .formatted(config.shown("load_in_4bit")));
        }
        require(config, "bnb_4bit_quant_type", "nf4");
        if (config.has("bnb_4bit_quant_storage")) {
            require(config, "bnb_4bit_quant_storage", "uint8");
        }
    }

    private static void require(JsonSettings config, String name, String expected) {
        Optional<String> found = config.text(name);
        if (!found.equals(Optional.of(expected))) {
            throw config.wrong(
                    name, "is %s, supported is \"%s\"".formatted(config.shown(name), expected));
        }
    }
}
