package llamaline.worker.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.RotaryEmbedding;

/**
 * The cosines and sines of the rotary embedding, {@code float[positions][headSize / 2]} each,
 * computed in float64. Padding of a head is not turned: cosine 1, sine 0.
 */
public record RotaryTables(MemorySegment cosines, MemorySegment sines) {
    /** Computes the tables of a model, for positions from 0 on. */
    public static RotaryTables of(DecoderShape shape, int positions, Arena arena) {
        return new RotaryTables(
                table(shape, positions, arena, Math::cos),
                table(shape, positions, arena, Math::sin));
    }

    private static MemorySegment table(
            DecoderShape shape, int positions, Arena arena, DoubleUnaryOperator function) {
        RotaryEmbedding rotary = shape.rotary();
        int pairs = shape.headSize() / 2;
        int turned = rotary.headSize() / 2;
        double[] frequencies = new double[turned];
        for (int pair = 0; pair < turned; pair++) {
            frequencies[pair] = rotary.frequency(pair);
        }
        MemorySegment table = arena.allocate(ValueLayout.JAVA_FLOAT, (long) positions * pairs);
        for (int position = 0; position < positions; position++) {
            long row = (long) position * pairs;
            for (int pair = 0; pair < pairs; pair++) {
                double angle = pair < turned ? position * frequencies[pair] : 0;
                float value = (float) function.applyAsDouble(angle);
                table.setAtIndex(ValueLayout.JAVA_FLOAT, row + pair, value);
            }
        }
        return table;
    }
}
