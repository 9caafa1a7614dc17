package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Goldens;
import llamaline.testkit.Seeds;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels for 4 bits compute one row in another order than several; nobody may notice. */
class QuantizedSlotIndependenceTest {
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"NF4", "INT4", "INT8"})
    void whatStandsBesideASlotChangesNoBit(Precision precision) {
        try (var model = open(precision, SlotIndependence.SLOTS)) {
            var slots = new SlotIndependence(model);
            slots.aRowHasTheSameBitsAloneAndAmongOthers();
            slots.anIdleRowLeavesWhatItHolds();
            slots.aMovedSlotGoesOnAsBefore();
            slots.aChunkThatEndsNoPromptIsKeptForTheNext();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"NF4", "INT4", "INT8"})
    void anEngineOfOneSlotHasTheSameBitsAsOneOfMany(Precision precision) {
        try (var many = open(precision, 4);
                var one = open(precision, 1)) {
            Seeds.forEach(
                    10,
                    random -> {
                        int[] ids = random.ints(12, 3, one.vocabulary()).toArray();
                        many.prefill(0, 0, ids(random, many), LogitRows.LAST);
                        many.prefill(2, 0, ids(random, many), LogitRows.LAST);
                        assertArrayEquals(steps(many, 1, ids), steps(one, 0, ids));
                        int[] cached = {3, ids.length - 1, 2};
                        int[] tokens = {7, ids[ids.length - 1], 9};
                        float[] among = row(many.decode(0, tokens, cached), 1, many);
                        assertArrayEquals(steps(one, 0, ids), among);
                    });
        }
    }

    /** The logits after a prompt of which one id comes alone, and the rest one by one. */
    private static float[] steps(CausalLanguageModel model, int slot, int[] ids) {
        model.prefill(slot, 0, Arrays.copyOf(ids, 1), LogitRows.NONE);
        model.prefill(slot, 1, Arrays.copyOfRange(ids, 1, 5), LogitRows.NONE);
        Logits last = model.prefill(slot, 5, Arrays.copyOfRange(ids, 5, 6), LogitRows.LAST);
        for (int at = 6; at < ids.length; at++) {
            last = model.decode(slot, new int[] {ids[at]}, new int[] {at});
        }
        return row(last, 0, model);
    }

    private static int[] ids(RandomGenerator random, CausalLanguageModel model) {
        return random.ints(2 + random.nextInt(20), 3, model.vocabulary()).toArray();
    }

    private static float[] row(Logits logits, int row, CausalLanguageModel model) {
        float[] copy = new float[model.vocabulary()];
        logits.copyRow(row, copy);
        return copy;
    }

    private static OnnxCausalLanguageModel open(Precision precision, int slots) {
        return ImportedCheckpoints.open(Goldens.resource("tiny-7b"), precision, slots);
    }
}
