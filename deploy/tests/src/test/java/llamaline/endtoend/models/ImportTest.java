package llamaline.endtoend.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./llamaline import}, and what it refuses. */
class ImportTest {
    @TempDir Path folder;

    @Test
    void importsIntoANewFolderAndSaysWhere() {
        Path out = folder.resolve("imported");
        Outcome outcome = importInto(out, Goldens.demoModel());
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(out + "\n", outcome.out());
        assertTrue(outcome.err().contains("100 %"), outcome.err());
        assertTrue(Files.isRegularFile(out.resolve("model.onnx")));
        Outcome again = importInto(out, Goldens.demoModel());
        assertEquals(1, again.exitCode());
        assertTrue(again.err().contains("is there already"), again.err());
    }

    @Test
    void refusesAnArchitectureThatItDoesNotKnow() throws Exception {
        Path checkpoint = copyOfDemo();
        Path config = checkpoint.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace("LlamaForCausalLM", "GptForCausalLM").replace("\"llama\"", "\"gpt\""));
        assertRefuses(checkpoint, List.of("config.json", "gpt"));
    }

    @Test
    void refusesATruncatedFile() throws Exception {
        Path checkpoint = copyOfDemo();
        try (var file =
                FileChannel.open(
                        checkpoint.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
            file.truncate(1 << 20);
        }
        assertRefuses(checkpoint, List.of("model.safetensors"));
    }

    @Test
    void refusesAWrongPrecisionAsWrongUsage() {
        Outcome outcome =
                FrontScript.run(
                        "", "import", Goldens.demoModel().toString(), "--precision", "float8");
        assertEquals(2, outcome.exitCode());
        assertTrue(outcome.err().toLowerCase(Locale.ROOT).contains("bfloat16"), outcome.err());
    }

    @Test
    void quantizesAndReportsWhatThatCosts() {
        Path out = folder.resolve("imported");
        Path report = folder.resolve("report.json");
        Outcome outcome =
                FrontScript.run(
                        "",
                        "import",
                        Goldens.demoModel().toString(),
                        "--out",
                        out.toString(),
                        "--precision",
                        "nf4",
                        "--double-quant",
                        "--report",
                        report.toString());
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode costs = Goldens.object(report);
        assertEquals("nf4", costs.get("precision").asText());
        assertTrue(costs.get("bytes_after").asLong() < costs.get("bytes_before").asLong());
    }

    @Test
    void refusesDoubleQuantisationOfAnythingButNf4AsWrongUsage() {
        Outcome outcome =
                FrontScript.run("", "import", Goldens.demoModel().toString(), "--double-quant");
        assertEquals(2, outcome.exitCode());
        assertTrue(outcome.err().contains("--precision nf4"), outcome.err());
    }

    private void assertRefuses(Path checkpoint, List<String> says) throws IOException {
        Path out = folder.resolve("refused");
        Outcome outcome = importInto(out, checkpoint);
        assertEquals(1, outcome.exitCode());
        assertEquals("", outcome.out());
        String last = outcome.err().lines().reduce("", (_, line) -> line);
        says.forEach(word -> assertTrue(last.contains(word), outcome.err()));
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        assertFalse(Files.exists(out.resolve("model.json")));
    }

    private static Outcome importInto(Path out, Path checkpoint) {
        return FrontScript.run("", "import", checkpoint.toString(), "--out", out.toString());
    }

    private Path copyOfDemo() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("checkpoint"));
        try (Stream<Path> files = Files.list(Goldens.demoModel())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
