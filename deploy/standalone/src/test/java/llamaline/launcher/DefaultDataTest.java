package llamaline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DefaultDataTest {
    @Test
    void liesWhereTheEnvironmentSaysElseInTheHomeFolder() {
        assertEquals(Path.of("/data/llamaline"), DefaultData.of("/data", "/home/ada"));
        assertEquals(Path.of("/home/ada/.llamaline"), DefaultData.of("", "/home/ada"));
        assertEquals(Path.of("/home/ada/.llamaline"), DefaultData.of("relative", "/home/ada"));
    }
}
