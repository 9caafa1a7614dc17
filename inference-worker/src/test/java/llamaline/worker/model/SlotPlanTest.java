package llamaline.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlotPlanTest {
    private static final long GIB = 1L << 30;

    /** 7B: 1 MiB for a position in float32. */
    private static final DecoderShape SEVEN_BILLION =
            new DecoderShape(32, 32, 128, 32016, 16384, new RotaryEmbedding(1e6, 1, 128));

    @Test
    void memoryLimitsTheContext() {
        SlotPlan plan = SlotPlan.of(SEVEN_BILLION, 8, 0, 2 * GIB, Float.BYTES);
        assertEquals(256, plan.slotLength());
        assertEquals(2 * GIB, plan.totalBytes());
    }

    @Test
    void theModelLimitsTheContext() {
        assertEquals(16384, SlotPlan.of(SEVEN_BILLION, 1, 0, 64 * GIB, Float.BYTES).slotLength());
    }

    @Test
    void theWishLimitsTheContext() {
        assertEquals(100, SlotPlan.of(SEVEN_BILLION, 8, 100, 2 * GIB, Float.BYTES).slotLength());
        assertEquals(
                256, SlotPlan.of(SEVEN_BILLION, 8, 100_000, 2 * GIB, Float.BYTES).slotLength());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheArithmetic() {
        KvBudgetException refusal =
                assertThrows(
                        KvBudgetException.class,
                        () -> SlotPlan.of(SEVEN_BILLION, 8, 0, 8 << 20, Float.BYTES));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("2 x 32 layers x 32 heads x 128 elements"), message);
        assertTrue(message.contains("8388608 bytes"), message);
    }

    @Test
    void oneSlotOfALayerStaysAddressable() {
        DecoderShape wide =
                new DecoderShape(
                        1, 1024, 256, 10, Integer.MAX_VALUE, new RotaryEmbedding(1e6, 1, 256));
        SlotPlan plan = SlotPlan.of(wide, 1, 0, Long.MAX_VALUE, Float.BYTES);
        assertTrue(plan.slotLength() * 1024L * 256 * Float.BYTES <= Integer.MAX_VALUE);
    }
}
