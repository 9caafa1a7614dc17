package llamaline.worker.onnx;

import java.util.stream.Stream;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoldenLogitsTest {
    /** Sums in another order differ by less; a wrong weight or position by far more. */
    private static final double TOLERANCE = 1e-3;

    private static final GoldenLogits GOLDENS =
            new GoldenLogits(ImportedCheckpoints::open, TOLERANCE);

    @TestFactory
    Stream<DynamicTest> equalTheReferences() {
        return ImportedCheckpoints.forEachGolden(GOLDENS::assertEqual);
    }

    @Test
    void equalTheReferencesAtTheEndOfALongPrompt() {
        GOLDENS.assertEqualForALongPrompt(Goldens.resource("tiny-7b"));
    }
}
