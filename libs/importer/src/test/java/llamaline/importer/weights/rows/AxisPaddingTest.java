package llamaline.importer.weights.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class AxisPaddingTest {
    @Test
    void keepsEachHalfAtTheFrontOfAHalf() {
        var padding = new AxisPadding(2, 6, 16);
        int[] places = IntStream.range(0, 12).map(padding::place).toArray();
        assertEquals("[0, 1, 2, 8, 9, 10, 16, 17, 18, 24, 25, 26]", Arrays.toString(places));
        assertEquals(32, padding.length());
        assertEquals(12, padding.sourceLength());
    }

    @Test
    void leavesAnAxisAlone() {
        AxisPadding none = AxisPadding.none(7);
        assertTrue(none.isNone());
        for (int index = 0; index < 7; index++) {
            assertEquals(index, none.place(index));
            assertEquals(index, none.sourceFrom(index));
        }
        assertEquals(7, none.sourceFrom(7));
    }

    @Test
    void findsTheFirstSourceAtOrBehindAnyPlace() {
        Seeds.forEach(
                50,
                random -> {
                    int size = 2 * (1 + random.nextInt(12));
                    int padded = size + 2 * random.nextInt(8);
                    var padding = new AxisPadding(1 + random.nextInt(4), size, padded);
                    for (int index = 0; index <= padding.length(); index++) {
                        int at = index;
                        int expected =
                                IntStream.range(0, padding.sourceLength())
                                        .filter(source -> padding.place(source) >= at)
                                        .findFirst()
                                        .orElse(padding.sourceLength());
                        assertEquals(expected, padding.sourceFrom(index), padding + " " + index);
                    }
                });
    }
}
