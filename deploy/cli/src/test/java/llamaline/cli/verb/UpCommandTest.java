package llamaline.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import llamaline.cli.Llamaline;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.model.ModelSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpCommandTest {
    private static final ModelSource ONE = new ModelSource("one", Path.of("one"));
    private static final ModelSource OTHER = new ModelSource("other", Path.of("other"));

    @ParameterizedTest
    @CsvSource({
        "--kv-budget, lots, '--kv-budget is a number of bytes, or of K, M, G or T as in 4G'",
        "--kv-budget, -1G, --kv-budget is a number",
        "--device, gpu, '--device must be auto, cpu or cuda:N'",
        "--device, cuda, '--device must be auto, cpu or cuda:N'",
        "--workers, 0, --workers is at least 1",
        "--without, kafka, Invalid value for option '--without'",
        "--debug, kafka, Invalid value for option '--debug'",
        "--debug, worker=0, '--debug takes a port from 1 to 65535, got 0'",
        "--debug, worker=x, Invalid value for option '--debug'"
    })
    void refusesWhatNoStackCanBeMadeOfBeforeItStartsOne(String option, String value, String why) {
        var err = new ByteArrayOutputStream();
        int exitCode = run(err, "up", option + "=" + value);
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(2, exitCode, said);
        assertTrue(said.startsWith("llamaline: " + why), said);
        assertFalse(said.contains("starting a Kafka broker"), said);
    }

    @Test
    void namesAModelWhereCallersHaveTo() {
        String many = UpCommand.readyText("http://localhost:1", List.of(ONE, OTHER));
        assertTrue(many.contains("--url http://localhost:1 --model one\n"), many);
        assertTrue(many.contains("{\"model\": \"one\", \"prompt\": "), many);

        String single = UpCommand.readyText("http://localhost:1", List.of(ONE));
        assertTrue(single.contains("--url http://localhost:1\n"), single);
        assertTrue(single.contains("-d '{\"prompt\": "), single);
    }

    private static int run(ByteArrayOutputStream err, String... arguments) {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }
}
