package llamaline.importer.quantization.nf4;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.QuantizationException;

/**
 * The description of a matrix in NF4 that bitsandbytes stores beside it: tensor {@code
 * X.quant_state.bitsandbytes__nf4}, JSON in bytes.
 *
 * <p>Source: bitsandbytes 0.50.2, functional.py (QuantState.as_dict, from_dict).
 *
 * @param rows at least 1
 * @param columns at least 1
 * @param format of the matrix that was quantized
 * @param scales how the blocks' scales are stored
 */
public record QuantState(int rows, int columns, FloatFormat format, Scales scales) {
    /** The suffix that makes a weight's name that of the tensor with the JSON. */
    public static final String SUFFIX = ".quant_state.bitsandbytes__nf4";

    public static final String ABSMAX_SUFFIX = ".absmax";
    public static final String MAP_SUFFIX = ".quant_map";
    public static final String NESTED_ABSMAX_SUFFIX = ".nested_absmax";
    public static final String NESTED_MAP_SUFFIX = ".nested_quant_map";

    /** The number of scales in a nested block. */
    public static final int NESTED_BLOCK_SIZE = NestedAbsmax.BLOCK_SIZE;

    /** The number of values that an 8-bit scale can have. */
    public static final int NESTED_CODES = DynamicMap.SIZE;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The ways in which scales are stored. */
    public sealed interface Scales {
        /** Scales in float32. */
        record Plain() implements Scales {}

        /**
         * Scales in 8-bit codes with scales of their own.
         *
         * @param offset that is added to each
         */
        record Nested(float offset) implements Scales {}
    }

    /**
     * Reads the JSON.
     *
     * @throws QuantizationException where it says anything else than NF4 of a matrix in blocks of
     *     64
     */
    public static QuantState parse(byte[] json) {
        JsonNode fields = read(json);
        require(fields, "quant_type", "nf4");
        require(fields, "blocksize", Nf4Quantizer.BLOCK_SIZE);
        JsonNode shape = fields.path("shape");
        if (shape.size() != 2) {
            throw wrong("shape", shape, "two lengths");
        }
        String format = fields.path("dtype").asText();
        return new QuantState(
                length(shape, 0),
                length(shape, 1),
                FloatFormat.named(format)
                        .orElseThrow(() ->
                                wrong("dtype", fields.path("dtype"), "a float of 16 or 32 bits")),
                scales(fields));
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new QuantizationException("is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new QuantizationException("is not JSON: " + e.getMessage(), e);
        }
    }

    private static Scales scales(JsonNode fields) {
        JsonNode offset = fields.path("nested_offset");
        if (offset.isMissingNode()) {
            return new Scales.Plain();
        }
        require(fields, "nested_blocksize", NestedAbsmax.BLOCK_SIZE);
        require(fields, "nested_dtype", "float32");
        if (!offset.isNumber()) {
            throw wrong("nested_offset", offset, "a number");
        }
        return new Scales.Nested((float) offset.doubleValue());
    }

    private static int length(JsonNode shape, int axis) {
        JsonNode length = shape.get(axis);
        if (!length.canConvertToInt() || !length.isIntegralNumber() || length.intValue() < 1) {
            throw wrong("shape", shape, "two lengths");
        }
        return length.intValue();
    }

    private static void require(JsonNode fields, String name, Object expected) {
        if (!fields.path(name).asText().equals(expected.toString())) {
            throw wrong(name, fields.path(name), expected.toString());
        }
    }

    private static QuantizationException wrong(String field, JsonNode found, String expected) {
        return new QuantizationException(
                "has %s %s, must be %s"
                        .formatted(field, found.isMissingNode() ? "missing" : found, expected));
    }

    /** The number of blocks that nested scales have. */
    public static int nestedBlocks(int scales) {
        return Math.ceilDiv(scales, NestedAbsmax.BLOCK_SIZE);
    }

    /** The number of values in the matrix. */
    public long count() {
        return (long) rows * columns;
    }

    /**
     * Checks the table that the codes stand for: {@code X.quant_map}.
     *
     * @throws QuantizationException where it is not NF4's, bit for bit
     */
    public static void requireNf4(float[] map) {
        if (!Arrays.equals(map, Nf4Table.values())) {
            throw new QuantizationException("is not the table of NF4");
        }
    }

    /**
     * Restores scales that were stored nested.
     *
     * @param codes tensor {@code X.absmax}, byte[blocks]
     * @param map tensor {@code X.nested_quant_map}, float[256]
     * @param absmax tensor {@code X.nested_absmax}, float[ceil(blocks / 256)]
     * @return float[blocks]
     * @throws QuantizationException where the lengths do not fit together
     */
    public static float[] restore(Scales.Nested nested, byte[] codes, float[] map, float[] absmax) {
        return new NestedAbsmax(codes, map, absmax, nested.offset()).restore();
    }
}
