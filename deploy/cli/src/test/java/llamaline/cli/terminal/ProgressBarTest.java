package llamaline.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void fillsUpInOneLineAndIsWrittenOnlyWhereItChanges() {
        String text = shown(true);
        assertEquals(1, text.lines().filter(line -> line.endsWith("100 %")).count());
        assertTrue(text.split("\r").length <= 102, text);
        assertTrue(text.endsWith("[##############################] 100 %\n"), text);
    }

    @Test
    void isWrittenOnceWhereNobodyWatchesIt() {
        assertEquals(
                "llamaline: importing demo [##############################] 100 %\n", shown(false));
    }

    private String shown(boolean redraws) {
        var bar = new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), redraws);
        for (int step = 0; step <= 100_000; step++) {
            bar.show("importing demo", step / 100_000.0);
        }
        return err.toString(StandardCharsets.UTF_8);
    }
}
