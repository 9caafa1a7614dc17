package llamaline.importer.quantization.nf4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.QuantizationException;
import llamaline.importer.quantization.nf4.QuantState.Scales;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuantStateTest {
    private static final String NESTED =
            """
            {"quant_type": "nf4", "blocksize": 64, "dtype": "float16", "shape": [344, 128],
             "nested_blocksize": 256, "nested_dtype": "float32",
             "nested_offset": 0.04469970613718033}
            """;

    private static QuantState parse(String json) {
        return QuantState.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatDoubleQuantisationStores() {
        assertEquals(
                new QuantState(344, 128, FloatFormat.FLOAT16, new Scales.Nested(0.044699706f)),
                parse(NESTED));
    }

    @Test
    void readsWhatPlainQuantisationStores() {
        assertEquals(
                new QuantState(2, 3, FloatFormat.BFLOAT16, new Scales.Plain()),
                parse(
                        """
                        {"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16",
                         "shape": [2, 3]}
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"nf4\" | \"fp4\" | quant_type",
                "\"blocksize\": 64 | \"blocksize\": 128 | blocksize",
                "\"float16\" | \"float64\" | dtype",
                "[344, 128] | [344] | shape",
                "[344, 128] | [344, 0] | shape",
                "[344, 128] | null | shape",
                "256 | 64 | nested_blocksize",
                "0.04469970613718033 | \"x\" | nested_offset",
                "\"blocksize\": 64, | '' | blocksize",
                "} | ] | not JSON"
            })
    void refusesAnythingElseAndNamesTheField(String from, String to, String named) {
        String json = NESTED.replace(from, to);
        var refused = assertThrows(QuantizationException.class, () -> parse(json));
        assertTrue(refused.toString().contains(named), refused::toString);
    }

    static Stream<GoldenMatrix> matrices() {
        return GoldenMatrix.all();
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void restoresNestedScales(GoldenMatrix golden) {
        NpzFile arrays = golden.arrays();
        float[] restored =
                QuantState.restore(
                        new Scales.Nested(golden.offset()),
                        arrays.bytes("nested_codes"),
                        arrays.floats("nested_map"),
                        arrays.floats("nested_absmax"));
        assertArrayEquals(arrays.floats("absmax_from_nested"), restored);
    }

    @Test
    void refusesNestedScalesOfAnotherLengthAndAnotherTable() {
        assertThrows(
                QuantizationException.class,
                () ->
                        QuantState.restore(
                                new Scales.Nested(0), new byte[300], new float[256], new float[1]));
        assertThrows(QuantizationException.class, () -> QuantState.requireNf4(new float[16]));
        QuantState.requireNf4(Nf4Table.values());
    }
}
