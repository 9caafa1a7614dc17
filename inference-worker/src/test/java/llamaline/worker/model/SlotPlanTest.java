package llamaline.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.RotaryEmbedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void theWishDecidesOnTheContext() {
        assertEquals(100, SlotPlan.of(SEVEN_BILLION, 8, 100, 2 * GIB, Float.BYTES).slotLength());
        assertEquals(256, SlotPlan.of(SEVEN_BILLION, 8, 256, 2 * GIB, Float.BYTES).slotLength());
    }

    @Test
    void theWishMayExceedWhatTheModelWasMadeFor() {
        SlotPlan plan = SlotPlan.of(SEVEN_BILLION, 1, 100_000, 100 * GIB, Float.BYTES);
        assertEquals(100_000, plan.slotLength());
        assertEquals(
                "1 slots x 100000 positions x 1048576 bytes = 100000 MiB of KV cache",
                plan.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_001, Integer.MAX_VALUE})
    void noModelIsAskedForEndlessContexts(int context) {
        String message = refusal(1, context, 100 * GIB);
        assertTrue(message.contains("2 to 100000 positions, got " + context), message);
        assertTrue(message.contains("made for 16384"), message);
    }

    @Test
    void aWishThatDoesNotFitIsRefusedWithTheArithmetic() {
        String message = refusal(8, 24_000, 2 * GIB);
        assertTrue(
                message.contains(
                        "8 slots x 24000 positions x 1048576 bytes (2 x 32 layers x 32 heads x 128"
                                + " elements x 4 bytes) = 192000 MiB, and the budget is 2048 MiB,"
                                + " which is 256 positions"),
                message);
        assertTrue(refusal(8, 257, 2 * GIB).contains("= 2056 MiB"), message);
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheArithmetic() {
        String message = refusal(8, 0, 8 << 20);
        assertTrue(message.contains("2 x 32 layers x 32 heads x 128 elements"), message);
        assertTrue(message.contains("= 16 MiB, and the budget is 8 MiB"), message);
    }

    private static String refusal(int slots, int context, long budget) {
        KvBudgetException refusal =
                assertThrows(
                        KvBudgetException.class,
                        () -> SlotPlan.of(SEVEN_BILLION, slots, context, budget, Float.BYTES));
        return String.valueOf(refusal.getMessage());
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
