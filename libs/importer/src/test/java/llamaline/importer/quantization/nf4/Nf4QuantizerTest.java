package llamaline.importer.quantization.nf4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import llamaline.importer.quantization.QuantizationException;
import llamaline.importer.quantization.QuantizedValues;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class Nf4QuantizerTest {
    @Test
    void makesTheSameOfPiecesAsOfTheWhole() {
        Seeds.forEach(
                60,
                random -> {
                    float[] values = QuantizedValues.gaussian(random, random.nextInt(1, 2000));
                    QuantizedValues whole = QuantizedValues.nf4(values);
                    QuantizedValues pieces = QuantizedValues.nf4(values, random);
                    assertArrayEquals(whole.packed, pieces.packed);
                    assertArrayEquals(whole.scales, pieces.scales);
                    assertEquals(whole.errors.mean(), pieces.errors.mean());
                });
    }

    /** Around every midpoint, float by float: the reference counts the midpoints below. */
    @Test
    void findsTheCodeThatCountingMidpointsFinds() {
        for (int lower = 0; lower < 15; lower++) {
            float midpoint = (Nf4Table.value(lower) + Nf4Table.value(lower + 1)) / 2;
            float scaled = midpoint;
            for (int step = 0; step < 3000; step++) {
                scaled = Math.nextDown(scaled);
            }
            for (int step = 0; step < 6000; step++) {
                assertEquals(midpointsBelow(scaled), Nf4Table.code(scaled), () -> "at " + midpoint);
                scaled = Math.nextUp(scaled);
            }
        }
        for (int i = -100_000; i <= 100_000; i++) {
            float scaled = i / 100_000f;
            assertEquals(midpointsBelow(scaled), Nf4Table.code(scaled), () -> "at " + scaled);
        }
        assertEquals(15, Nf4Table.code(Math.nextUp(1f)));
        assertEquals(0, Nf4Table.code(Math.nextDown(-1f)));
        assertEquals(Nf4Table.ZERO_CODE, Nf4Table.code(-0f));
    }

    private static long midpointsBelow(float scaled) {
        return IntStream.range(0, 15)
                .filter(i -> (Nf4Table.value(i) + Nf4Table.value(i + 1)) / 2 < scaled)
                .count();
    }

    @Test
    void keepsBlocksOfZerosAndOfTheTiniestFloats() {
        float[] values = new float[64 + 64 + 3];
        Arrays.fill(values, 64, 128, Float.MIN_VALUE);

        QuantizedValues codes = QuantizedValues.nf4(values);

        assertEquals(0, codes.scales[0]);
        assertEquals(Float.MIN_VALUE, codes.scales[1]);
        assertEquals(1e-38f, codes.scales[2]);
        assertEquals(0x77, codes.packed[0]);
        assertEquals(0x77, codes.packed[65]);
        assertEquals(66, codes.packed.length);
    }

    @Test
    void refusesWhatIsNoFiniteNumber() {
        for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] values = new float[100];
            values[77] = wrong;
            var refused =
                    assertThrows(QuantizationException.class, () -> QuantizedValues.nf4(values));
            assertTrue(refused.toString().contains("finite"), refused::toString);
        }
    }

    @Test
    void refusesAnotherCountThanAnnounced() {
        var quantizer = new Nf4Quantizer(65, (_, _) -> {});
        assertThrows(IllegalStateException.class, quantizer::finish);
        assertThrows(IllegalStateException.class, new BlockMaxima(65)::finish);
    }

    @Test
    void readsFromTheMiddle() {
        Seeds.forEach(
                20,
                random -> {
                    float[] values = QuantizedValues.gaussian(random, 1001);
                    QuantizedValues codes = QuantizedValues.nf4(values);
                    float[] all = codes.restoreNf4(values.length);
                    int start = random.nextInt(1000);
                    float[] some = new float[random.nextInt(1, 1002 - start)];
                    new Nf4Dequantizer(codes.packed, codes.scales, values.length).read(start, some);
                    for (int i = 0; i < some.length; i++) {
                        assertEquals(all[start + i], some[i]);
                    }
                });
    }

    @Test
    void refusesCodesOfAnotherCount() {
        QuantizedValues codes = QuantizedValues.nf4(new float[100]);
        assertThrows(
                QuantizationException.class,
                () -> new Nf4Dequantizer(codes.packed, codes.scales, 102));
    }
}
