package llamaline.launcher.machine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void tellsABusyPortFromAFreeOne() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            var refused =
                    assertThrows(LaunchException.class, () -> Ports.requireFree("127.0.0.1", port));
            assertTrue(String.valueOf(refused.getMessage()).contains("127.0.0.1:" + port));
        }
        int free = Ports.free();
        assertDoesNotThrow(() -> Ports.requireFree("127.0.0.1", free));
    }

    @Test
    void refusesAPortOutOfRangeAndAForeignAddress() {
        assertThrows(LaunchException.class, () -> Ports.requireFree("127.0.0.1", 70_000));
        assertThrows(LaunchException.class, () -> Ports.requireFree("192.0.2.1", 0));
    }
}
