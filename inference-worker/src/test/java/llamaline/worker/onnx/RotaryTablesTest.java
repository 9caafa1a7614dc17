package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.RotaryEmbedding;
import org.junit.jupiter.api.Test;

class RotaryTablesTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    void staysExactAtAHundredThousandPositions() {
        int last = 99_999;
        RotaryEmbedding rotary = new RotaryEmbedding(1e6, 1, 128);
        DecoderShape shape = new DecoderShape(1, 1, 128, 10, last + 1, rotary);
        try (Arena arena = Arena.ofConfined()) {
            RotaryTables tables = RotaryTables.of(shape, last + 1, arena);
            for (int pair = 0; pair < 64; pair++) {
                double angle = last / Math.pow(1e6, pair / 64.0);
                long at = last * 64L + pair;
                assertEquals(
                        StrictMath.cos(angle),
                        tables.cosines().getAtIndex(ValueLayout.JAVA_FLOAT, at),
                        TOLERANCE);
                assertEquals(
                        StrictMath.sin(angle),
                        tables.sines().getAtIndex(ValueLayout.JAVA_FLOAT, at),
                        TOLERANCE);
            }
        }
    }

    @Test
    void dividesPositionsByTheFactorAndLeavesThePaddingUnturned() {
        RotaryEmbedding rotary = new RotaryEmbedding(1e4, 4, 8);
        DecoderShape shape = new DecoderShape(1, 1, 16, 10, 32, rotary);
        try (Arena arena = Arena.ofConfined()) {
            RotaryTables tables = RotaryTables.of(shape, 32, arena);
            long row = 20 * 8L;
            assertEquals(
                    Math.cos(5),
                    tables.cosines().getAtIndex(ValueLayout.JAVA_FLOAT, row),
                    TOLERANCE);
            for (int pair = 4; pair < 8; pair++) {
                assertEquals(1, tables.cosines().getAtIndex(ValueLayout.JAVA_FLOAT, row + pair));
                assertEquals(0, tables.sines().getAtIndex(ValueLayout.JAVA_FLOAT, row + pair));
            }
        }
    }
}
