package llamaline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void fillsUpInOneLineAndIsWrittenOnlyWhereItChanges() {
        var err = new ByteArrayOutputStream();
        var bar = new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8));
        for (int step = 0; step <= 100_000; step++) {
            bar.show("importing demo", step / 100_000.0);
        }
        String text = err.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.lines().filter(line -> line.endsWith("100 %")).count());
        assertTrue(text.split("\r").length <= 102, text);
        assertTrue(text.endsWith("[##############################] 100 %\n"), text);
    }
}
