package llamaline.worker.onnx.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.capi.ComputeDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CudaDriverTest {
    private static final long GIB = 1L << 30;
    private static final ComputeDevice.Cuda FIRST = new ComputeDevice.Cuda(0);

    /** 7B in float16: 8 slots of 1,024 positions, half a MiB each. */
    private static final SlotPlan PLAN = new SlotPlan(8, 1024, 512 << 10);

    @Test
    void asksForNameAndFreeMemoryAndLeavesNoContextBehind() {
        FakeDriver fake = new FakeDriver().withDevices(2).withFreeBytes(7 * GIB);
        CudaDevice device = CudaDriver.of(fake).device(new ComputeDevice.Cuda(1));
        assertEquals("cuda:1 (NVIDIA Test 1)", device.toString());
        assertEquals(7 * GIB, device.freeBytes());
        assertEquals(List.of("retain 1", "push 4242", "pop", "release 1"), fake.calls());
    }

    @Test
    void anOldDriverIsRefused() {
        assertRefused(
                "the NVIDIA driver supports CUDA 11.4 at most, the provider needs CUDA 12:"
                        + " update the driver",
                () -> CudaDriver.of(new FakeDriver().withVersion(11_040)));
    }

    @Test
    void aDriverWithoutGpuIsRefused() {
        assertRefused(
                "the NVIDIA driver sees no GPU",
                () -> CudaDriver.of(new FakeDriver().withInitResult(100)));
    }

    @Test
    void aBrokenDriverIsRefusedWithItsError() {
        assertRefused(
                "the NVIDIA driver refuses cuInit with error 803 (CUDA_ERROR_803)",
                () -> CudaDriver.of(new FakeDriver().withInitResult(803)));
    }

    @Test
    void aNumberBeyondTheLastGpuIsRefused() {
        CudaDriver one = CudaDriver.of(new FakeDriver());
        assertRefused(
                "there is no cuda:3: the NVIDIA driver sees cuda:0 alone",
                () -> one.device(new ComputeDevice.Cuda(3)));
        CudaDriver two = CudaDriver.of(new FakeDriver().withDevices(2));
        assertRefused(
                "there is no cuda:2: the NVIDIA driver sees cuda:0 to cuda:1",
                () -> two.device(new ComputeDevice.Cuda(2)));
    }

    @Test
    void tooLittleMemoryIsRefusedWithTheArithmetic() {
        CudaDevice device = CudaDriver.of(new FakeDriver().withFreeBytes(15 * GIB)).device(FIRST);
        device.requireRoom(10 * GIB, PLAN);
        EngineException refusal =
                assertThrows(EngineException.class, () -> device.requireRoom(13 * GIB, PLAN));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.startsWith(
                        "NVIDIA Test 0 has 15.0 GiB free, the model needs 18.0 GiB:"
                                + " 13.0 GiB of weights, 4.0 GiB of KV cache (8 slots x 1024"
                                + " positions x 524288 bytes = 4096 MiB of KV cache) and 1.0 GiB"
                                + " of workspace"),
                message);
        assertEquals(1, message.lines().count());
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(EngineException.class, call).getMessage());
    }
}
