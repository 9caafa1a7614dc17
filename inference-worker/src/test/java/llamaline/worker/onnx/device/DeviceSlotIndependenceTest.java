package llamaline.worker.onnx.device;

import llamaline.importer.model.ComputeType;
import llamaline.testkit.Goldens;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.onnx.SlotIndependence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceSlotIndependenceTest {
    private CausalLanguageModel model;
    private SlotIndependence slots;

    @BeforeAll
    void open() {
        model =
                CpuDevice.opener(ComputeType.FLOAT32)
                        .open(Goldens.resource("tiny-7b"), SlotIndependence.SLOTS);
        slots = new SlotIndependence(model);
    }

    @AfterAll
    void close() {
        model.close();
    }

    @Test
    void aRowHasTheSameBitsAloneAndAmongOthers() {
        slots.aRowHasTheSameBitsAloneAndAmongOthers();
    }

    @Test
    void anIdleRowLeavesWhatItHolds() {
        slots.anIdleRowLeavesWhatItHolds();
    }

    @Test
    void aMovedSlotGoesOnAsBefore() {
        slots.aMovedSlotGoesOnAsBefore();
    }

    @Test
    void aChunkThatEndsNoPromptIsKeptForTheNext() {
        slots.aChunkThatEndsNoPromptIsKeptForTheNext();
    }
}
