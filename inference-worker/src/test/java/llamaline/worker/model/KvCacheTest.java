package llamaline.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.RotaryEmbedding;
import org.junit.jupiter.api.Test;

class KvCacheTest {
    private static final int HEAD = 16;
    private static final DecoderShape SHAPE =
            new DecoderShape(2, 3, HEAD, 10, 8, new RotaryEmbedding(1e4, 1, HEAD));
    private static final SlotPlan PLAN = new SlotPlan(4, 8, 4L * 2 * 2 * 3 * HEAD);

    @Test
    void aMoveCopiesTheCachedPositionsOfEachHeadAndNothingElse() {
        try (var cache = new KvCache(SHAPE, PLAN)) {
            for (int part = 0; part < cache.parts(); part++) {
                MemorySegment all = cache.rows(part, 0, 4);
                for (long i = 0; i < all.byteSize() / 4; i++) {
                    all.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (part * 10_000L + i));
                }
            }
            cache.move(3, 1, 5);
            for (int part = 0; part < cache.parts(); part++) {
                assertMoved(cache.rows(part, 0, 4), part * 10_000);
            }
        }
    }

    private static void assertMoved(MemorySegment all, int base) {
        int rowFloats = 3 * 8 * HEAD;
        for (int i = 0; i < 4 * rowFloats; i++) {
            int slot = i / rowFloats;
            int position = i % (8 * HEAD) / HEAD;
            boolean isCopy = slot == 1 && position < 5;
            float expected = base + (isCopy ? i + 2 * rowFloats : i);
            assertEquals(expected, all.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
    }

    @Test
    void memoryIsNotTouchedBeforeItIsUsed() throws IOException {
        long gib = 1L << 30;
        DecoderShape shape =
                new DecoderShape(1, 8, 128, 10, 1 << 20, new RotaryEmbedding(1e4, 1, 128));
        long before = residentBytes();
        SlotPlan plan = SlotPlan.of(shape, 8, 0, 2 * gib, Float.BYTES);
        try (var cache = new KvCache(shape, plan)) {
            assertEquals(2 * gib, plan.totalBytes());
            cache.rows(0, 7, 1).set(ValueLayout.JAVA_FLOAT, 0, 1);
            assertTrue(residentBytes() - before < gib / 4);
        }
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }
}
