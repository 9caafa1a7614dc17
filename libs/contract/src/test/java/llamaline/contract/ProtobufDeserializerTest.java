package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.WorkerStatus;
import org.junit.jupiter.api.Test;

class ProtobufDeserializerTest {
    @Test
    void whatIsLongerThanAnyMessageIsNone() {
        var controls = new ControlDeserializer();
        Control longNames = cancellation("a".repeat(Names.LONGEST));

        assertEquals(longNames, controls.deserialize("control", longNames.toByteArray()));
        assertNull(controls.deserialize("control", cancellation("a".repeat(20_000)).toByteArray()));

        WorkerStatus status = WorkerStatus.newBuilder().setModel("a".repeat(20_000)).build();
        assertNull(new WorkerStatusDeserializer().deserialize("workers", status.toByteArray()));
    }

    @Test
    void whatIsNoMessageIsNone() {
        assertNull(new ControlDeserializer().deserialize("control", new byte[] {(byte) 0xff, 1}));
        assertNull(new ControlDeserializer().deserialize("control", null));
    }

    private static Control cancellation(String requestId) {
        return Control.newBuilder()
                .setCancellation(Cancellation.newBuilder().setRequestId(requestId))
                .build();
    }
}
