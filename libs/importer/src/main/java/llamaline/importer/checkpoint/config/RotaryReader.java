package llamaline.importer.checkpoint.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import llamaline.importer.model.RotaryEmbedding;

/**
 * Reads how positions turn queries and keys, from the fields of either generation: {@code
 * rope_theta} with {@code rope_scaling}, or {@code rope_parameters}. Where both stand, they must
 * agree.
 *
 * <p>Source: transformers, modeling_rope_utils.py.
 *
 * @param config config.json
 */
record RotaryReader(JsonSettings config) {
    private static final double DEFAULT_THETA = 1e4;

    /** The fields that may be there; linear scaling does not look at all of them. */
    private static final Set<String> KNOWN =
            Set.of(
                    "rope_type",
                    "type",
                    "factor",
                    "rope_theta",
                    "partial_rotary_factor",
                    "attention_factor",
                    "original_max_position_embeddings");

    RotaryEmbedding read(int headSize) {
        Optional<JsonSettings> scaling = config.fields("rope_scaling");
        Optional<JsonSettings> parameters = config.fields("rope_parameters");
        requireOne(config, "partial_rotary_factor");
        double theta = theta(parameters.or(() -> scaling));
        double factor = parameters.or(() -> scaling).map(RotaryReader::factor).orElse(1.0);
        if (scaling.isPresent() && scaling.map(RotaryReader::factor).orElse(1.0) != factor) {
            throw config.wrong("rope_scaling", "and rope_parameters differ: remove one");
        }
        return new RotaryEmbedding(theta, factor, headSize);
    }

    private double theta(Optional<JsonSettings> inner) {
        OptionalDouble outer = config.number("rope_theta");
        OptionalDouble own =
                inner.map(fields -> fields.number("rope_theta")).orElse(OptionalDouble.empty());
        if (outer.isPresent() && own.isPresent() && outer.getAsDouble() != own.getAsDouble()) {
            throw config.wrong(
                    "rope_theta",
                    "is %s, but %s in rope_parameters: remove one"
                            .formatted(outer.getAsDouble(), own.getAsDouble()));
        }
        double theta = own.orElse(outer.orElse(DEFAULT_THETA));
        if (theta <= 1) {
            throw config.wrong("rope_theta", "is %s, must be above 1".formatted(theta));
        }
        return theta;
    }

    private static double factor(JsonSettings rope) {
        for (String name : rope.names()) {
            if (!KNOWN.contains(name)) {
                throw rope.wrong(name, "is not known: supported are %s".formatted(sorted()));
            }
        }
        requireOne(rope, "partial_rotary_factor");
        requireOne(rope, "attention_factor");
        String type = type(rope);
        return switch (type) {
            case "default" -> {
                requireOne(rope, "factor");
                yield 1;
            }
            case "linear" -> linearFactor(rope);
            default ->
                    throw rope.wrong(
                            rope.has("rope_type") ? "rope_type" : "type",
                            "is \"%s\", supported are default and linear".formatted(type));
        };
    }

    private static String type(JsonSettings rope) {
        Optional<String> newer = rope.text("rope_type");
        Optional<String> older = rope.text("type");
        if (newer.isPresent() && older.isPresent() && !newer.equals(older)) {
            throw rope.wrong(
                    "type",
                    "is \"%s\", but rope_type is \"%s\": remove one"
                            .formatted(older.get(), newer.get()));
        }
        return newer.or(() -> older).orElse("default");
    }

    private static double linearFactor(JsonSettings rope) {
        double factor = rope.number("factor").orElseThrow(() -> rope.wrong("factor", "is missing"));
        if (factor < 1) {
            throw rope.wrong("factor", "is %s, must be at least 1".formatted(factor));
        }
        return factor;
    }

    private static void requireOne(JsonSettings fields, String name) {
        if (fields.number(name).orElse(1) != 1) {
            throw fields.wrong(name, "is %s, supported is 1".formatted(fields.shown(name)));
        }
    }

    private static List<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }
}
