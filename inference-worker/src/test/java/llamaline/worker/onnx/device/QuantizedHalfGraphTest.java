package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Goldens;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.ImportedCheckpoints;
import llamaline.worker.onnx.SlotIndependence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes of 4 and 8 bits through the engine for devices, in float32 and in float16. */
class QuantizedHalfGraphTest {
    private static final Path CHECKPOINT = Goldens.resource("tiny-7b");
    private static final int PROMPT = 40;

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"NF4", "INT4", "INT8"})
    void whatStandsBesideASlotChangesNoBit(Precision precision) {
        try (var model = open(precision, ComputeType.FLOAT32, SlotIndependence.SLOTS)) {
            var slots = new SlotIndependence(model);
            slots.aRowHasTheSameBitsAloneAndAmongOthers();
            slots.anIdleRowLeavesWhatItHolds();
            slots.aMovedSlotGoesOnAsBefore();
            slots.aChunkThatEndsNoPromptIsKeptForTheNext();
        }
    }

    /**
     * Root mean square; logits have a standard deviation of 3. Integers are multiplied with
     * activations of 8 bits, which round differently behind float16; NF4 with activations as they
     * are.
     */
    @ParameterizedTest
    @CsvSource({"NF4, 0.03", "NF4_DOUBLE, 0.03", "INT4, 0.25", "INT8, 0.25"})
    void float16IsNearFloat32(Precision precision, double tolerance) {
        int[] ids = new SplittableRandom(5).ints(PROMPT, 3, 1000).toArray();
        try (var single = open(precision, ComputeType.FLOAT32, 1);
                var half = open(precision, ComputeType.FLOAT16, 1)) {
            assertEquals(1, half.slots());
            double squares = 0;
            Logits expected = single.prefill(0, 0, ids, LogitRows.ALL);
            Logits actual = half.prefill(0, 0, ids, LogitRows.ALL);
            for (int row = 0; row < PROMPT; row++) {
                float[] wanted = row(expected, row, single);
                float[] got = row(actual, row, half);
                for (int id = 0; id < wanted.length; id++) {
                    squares += Math.pow((double) wanted[id] - got[id], 2);
                }
            }
            double difference = Math.sqrt(squares / PROMPT / half.vocabulary());
            assertTrue(difference > 0 && difference <= tolerance, () -> "differs by " + difference);
        }
    }

    @Test
    void aPrecisionThatTheGraphCannotComputeInIsRefused() {
        ModelFileException refusal =
                assertThrows(
                        ModelFileException.class,
                        () ->
                                ImportedCheckpoints.imported(
                                        CHECKPOINT, Precision.FLOAT32, ComputeType.FLOAT16));
        assertEquals(
                "a graph that computes in float16 has its weights in float16 or quantized: precision"
                        + " must be auto, float16, nf4, nf4_double, int4 or int8, got float32",
                refusal.getMessage());
    }

    private static CausalLanguageModel open(Precision precision, ComputeType compute, int slots) {
        return CpuDevice.open(ImportedCheckpoints.imported(CHECKPOINT, precision, compute), slots);
    }

    private static float[] row(Logits logits, int row, CausalLanguageModel model) {
        float[] copy = new float[model.vocabulary()];
        logits.copyRow(row, copy);
        return copy;
    }
}
