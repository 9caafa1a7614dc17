package llamaline.launcher.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DefaultDataTest {
    @Test
    void isNotTheUsersInTests() {
        Path target = Path.of("target").toAbsolutePath();
        assertTrue(DefaultData.path().startsWith(target), DefaultData.path().toString());
    }

    @Test
    void liesWhereTheEnvironmentSaysElseInTheHomeFolder() {
        assertEquals(Path.of("/data/llamaline"), DefaultData.of("/data", "/home/ada"));
        assertEquals(Path.of("/home/ada/.llamaline"), DefaultData.of("", "/home/ada"));
        assertEquals(Path.of("/home/ada/.llamaline"), DefaultData.of("relative", "/home/ada"));
    }
}
