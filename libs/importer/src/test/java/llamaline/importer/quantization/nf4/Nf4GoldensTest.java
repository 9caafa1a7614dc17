package llamaline.importer.quantization.nf4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.quantization.QuantizedValues;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bit for bit what bitsandbytes 0.50.2 makes of the same matrices. */
class Nf4GoldensTest {
    static Stream<GoldenMatrix> matrices() {
        return GoldenMatrix.all();
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void readsTheStoredTypeExactly(GoldenMatrix golden) {
        assertArrayEquals(golden.arrays().floats("source_f32"), golden.values());
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void makesTheSameCodesAndScales(GoldenMatrix golden) {
        QuantizedValues codes = QuantizedValues.nf4(golden.values());

        assertArrayEquals(golden.arrays().bytes("packed"), codes.packed);
        assertArrayEquals(golden.arrays().floats("absmax"), codes.scales);
        assertArrayEquals(golden.arrays().floats("code"), Nf4Table.values());
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void restoresTheSameValues(GoldenMatrix golden) {
        float[] source = golden.values();
        float[] expected = golden.arrays().floats("dequant_to_f32_plain");

        QuantizedValues codes = QuantizedValues.nf4(source);

        assertArrayEquals(expected, codes.restoreNf4(source.length));
        assertErrors(source, expected, codes.errors);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void roundsRestoredValuesToTheSourceTypeAsTheReferenceDoes(GoldenMatrix golden) {
        float[] restored = QuantizedValues.nf4(golden.values()).restoreNf4(golden.values().length);
        for (int i = 0; i < restored.length; i++) {
            restored[i] = golden.format().round(restored[i]);
        }
        assertArrayEquals(golden.arrays().floats("dequant_f32_plain"), restored);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void quantizesScalesAboutTheReferencesMeanAsItDoes(GoldenMatrix golden) {
        NpzFile arrays = golden.arrays();

        NestedAbsmax nested = NestedAbsmax.of(arrays.floats("absmax"), golden.offset());

        assertArrayEquals(arrays.floats("nested_map"), DynamicMap.values());
        assertArrayEquals(arrays.floats("nested_absmax"), nested.absmax());
        assertArrayEquals(arrays.bytes("nested_codes"), nested.codes());
        assertArrayEquals(arrays.floats("absmax_from_nested"), nested.restore());
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void quantizesScalesAboutItsOwnMeanAsTheReferenceDoes(GoldenMatrix golden) {
        NpzFile arrays = golden.arrays();

        NestedAbsmax nested = NestedAbsmax.of(arrays.floats("absmax"));

        assertEquals(golden.offset(), nested.offset());
        assertArrayEquals(arrays.bytes("nested_codes"), nested.codes());
        assertArrayEquals(arrays.floats("absmax_from_nested"), nested.restore());
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void measuresErrorsOfDoublyQuantisedWeights(GoldenMatrix golden) throws IOException {
        float[] source = golden.values();
        var maxima = new BlockMaxima(source.length);
        maxima.accept(source, 0, source.length);

        float[] scales = NestedAbsmax.of(maxima.finish(), golden.offset()).restore();
        QuantizedValues codes = QuantizedValues.nf4(source, scales);

        assertArrayEquals(golden.arrays().bytes("packed"), codes.packed);
        assertErrors(source, golden.arrays().floats("dequant_to_f32_double"), codes.errors);
    }

    private static void assertErrors(float[] source, float[] restored, ErrorStatistics errors) {
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < source.length; i++) {
            float error = Math.abs(source[i] - restored[i]);
            largest = Math.max(largest, error);
            sum += error;
        }
        assertEquals(largest, errors.largest());
        assertEquals(sum / source.length, errors.mean(), 1e-5 * sum / source.length);
        assertTrue(errors.count() == source.length);
    }
}
