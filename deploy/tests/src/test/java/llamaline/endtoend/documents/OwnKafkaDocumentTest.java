package llamaline.endtoend.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import llamaline.documents.Documents;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.Gateway;
import llamaline.launcher.machine.Ports;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/operating/kafka.md} start three services that answer together, on a
 * broker that the project did not start: but for addresses and the model as they stand there.
 */
class OwnKafkaDocumentTest {
    private static final String DOCUMENT = "docs/operating/kafka.md";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private Path folder = Path.of("");

    @Test
    void startsServicesThatAnswerTogether() throws Exception {
        Path model = folder.resolve("demo");
        assertEquals(
                0,
                FrontScript.run("", "import", "deploy/models/demo", "--out", model.toString())
                        .exitCode());
        int port = Ports.free();
        List<String> commands = Documents.commands(DOCUMENT);
        assertEquals(3, commands.stream().filter(OwnKafkaDocumentTest::isService).count());
        String script =
                commands.stream()
                                .map(command -> isService(command) ? command + " &" : command)
                                .collect(Collectors.joining("\n"))
                                .replace(
                                        "kafka-1:9092,kafka-2:9092",
                                        SharedBroker.bootstrapServers())
                                .replace("0.0.0.0", "127.0.0.1")
                                .replace("http.port=8080", "http.port=" + port)
                                .replace("models/7b", model.toString())
                        + "\nwait\n";
        Process services = start(script);
        try {
            String url = "http://127.0.0.1:" + port;
            Await.until("a gateway with a model", START_LIMIT, () -> serves(url));
            ObjectNode request = Gateway.greedy("demo", 4).put("prompt", "def f(x):");
            assertEquals(4, new Gateway(url).ask(request.put("ignore_eos", true)).ids().size());
        } finally {
            services.descendants().forEach(ProcessHandle::destroyForcibly);
            services.destroyForcibly().waitFor();
        }
    }

    private static boolean isService(String command) {
        return command.startsWith("java ");
    }

    /** With one copy of each record: there is one broker. */
    private Process start(String script) throws IOException {
        ProcessBuilder builder =
                FrontScript.prepared(new ProcessBuilder("/bin/sh", "-c", script))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("services.log").toFile());
        builder.environment().put("LLAMALINE_TOPICS_REPLICATION", "1");
        return builder.start();
    }

    private static boolean serves(String url) {
        try {
            HttpRequest models =
                    HttpRequest.newBuilder(URI.create(url + "/v1/models"))
                            .timeout(CALL_LIMIT)
                            .build();
            return HTTP.send(models, BodyHandlers.ofString()).body().contains("\"demo\"");
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
