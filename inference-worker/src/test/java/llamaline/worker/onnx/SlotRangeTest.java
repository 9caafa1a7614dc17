package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class SlotRangeTest {
    @Test
    void areCutIntoRangesThatLeaveNoneOutAndNoneAlone() {
        Seeds.forEach(
                100,
                random -> {
                    SlotRange slots = new SlotRange(random.nextInt(5), 1 + random.nextInt(20));
                    int most = 1 + random.nextInt(6);
                    List<SlotRange> ranges = slots.cut(most, 2);
                    int next = slots.first();
                    for (SlotRange range : ranges) {
                        assertTrue(range.first() <= next && range.count() <= most);
                        assertTrue(range.count() >= Math.min(2, Math.min(most, slots.count())));
                        next = range.first() + range.count();
                    }
                    assertEquals(slots.first() + slots.count(), next);
                    assertTrue(ranges.getFirst().first() == slots.first());
                });
    }

    @Test
    void areCutWithoutOverlapWhereOneMayBeAlone() {
        assertEquals(
                IntStream.range(0, 3)
                        .mapToObj(i -> new SlotRange(2 + 2 * i, i < 2 ? 2 : 1))
                        .toList(),
                new SlotRange(2, 5).cut(2, 1));
    }
}
