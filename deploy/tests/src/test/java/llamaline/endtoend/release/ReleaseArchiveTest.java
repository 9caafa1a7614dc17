package llamaline.endtoend.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.FrontScript;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A release answers on a machine where no JDK and no Maven is on the PATH. */
@Tag("long")
class ReleaseArchiveTest {
    /** What the scripts use of a system; above all no Java. */
    private static final List<String> TOOLS = List.of("dirname", "readlink", "sh", "uname");

    @TempDir private Path folder = Path.of("");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void answersWithoutAJdk() throws Exception {
        FrontScript.Outcome packed = FrontScript.run("", "dist");
        assertEquals(0, packed.exitCode(), packed.err());
        Path archive = Path.of(packed.out().strip());
        assertEquals(
                0,
                new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                        .inheritIO()
                        .start()
                        .waitFor());
        Path release =
                folder.resolve(archive.getFileName().toString().replaceFirst("\\.tar\\.gz$", ""));
        assertTrue(Files.isRegularFile(release.resolve("LICENSE")));
        linkTools();
        String prompt = "def add(a, b):";
        String answer =
                output(
                        release.resolve("bin/llamaline").toString(),
                        "complete",
                        prompt,
                        "--max-tokens",
                        "4",
                        "--temperature",
                        "0");
        assertTrue(answer.startsWith(prompt) && answer.length() > prompt.length(), answer);
        String version = output(release.resolve("bin/llamaline").toString(), "version").strip();
        assertEquals(release.getFileName().toString(), version.replace(' ', '-'));
    }

    private void linkTools() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String home : List.of("/usr/bin", "/bin")) {
                Path command = Path.of(home, tool);
                if (Files.exists(command) && Files.notExists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), command);
                }
            }
        }
    }

    private String output(String... command) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("tools").toString());
        builder.environment()
                .put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), Files.readString(err));
        return out;
    }
}
