package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask a gateway that listens on this machine only. */
class LoopbackGuardTest {
    private final LoopbackGuard guard = new LoopbackGuard("127.0.0.1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "localhost.",
                "localhost.:8080",
                "127.255.255.255",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "[::1]"
            })
    void thisMachinesNamesAreAdmitted(String host) {
        assertTrue(guard.admits(host, null));
        assertTrue(guard.admits(host, "http://" + host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "10.0.0.1:8080",
                "127.0.0.999",
                "127.0.256.1:8080",
                "127.0.0.1.2",
                "localhost..",
                "[2001:db8::1]:8080",
                "",
                ":8080"
            })
    void otherHostsAreNot(String host) {
        assertFalse(guard.admits(host, null));
        assertFalse(guard.admits("localhost", "http://" + host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "file://", "ftp://localhost", "localhost", "https://evil.com"})
    void otherOriginsAreNot(String origin) {
        assertFalse(guard.admits("localhost:8080", origin));
    }

    @Test
    void aGatewayThatListensWiderAdmitsAll() {
        LoopbackGuard wide = new LoopbackGuard("0.0.0.0");
        assertTrue(wide.admits("example.com", "https://evil.com"));
        assertFalse(new LoopbackGuard("localhost").admits("example.com", null));
        assertFalse(new LoopbackGuard("::1").admits("example.com", null));
    }
}
