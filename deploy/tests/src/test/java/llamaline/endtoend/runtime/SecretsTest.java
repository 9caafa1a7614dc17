package llamaline.endtoend.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.FrontScript;
import llamaline.testkit.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kafka's passwords come from a file, reach the clients, and are in no log, however much is logged.
 */
class SecretsTest {
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final int STOP_SECONDS = 60;

    @TempDir static Path shared;

    private final Path folder;

    SecretsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A worker without a model ends before it opens a client. */
    @BeforeAll
    static void importModel() {
        FrontScript.Outcome outcome =
                FrontScript.run("", "import", "deploy/models/demo", "--out", model().toString());
        assertEquals(0, outcome.exitCode(), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-service", "tokenizer-service", "inference-worker"})
    void logsNoPassword(String service) throws Exception {
        Path log = folder.resolve(service + ".log");
        Process process = start(service, secrets(), log);
        try {
            // What Kafka's clients say when they are about to log in.
            Await.until("a client with a password", () -> text(log).contains("mechs=[PLAIN]"));
        } finally {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        assertFalse(text(log).contains(PASSWORD), service);
    }

    private Path secrets() throws IOException {
        return Files.writeString(
                folder.resolve("kafka-client.properties"),
                """
                kafka.security.protocol=SASL_PLAINTEXT
                kafka.sasl.mechanism=PLAIN
                kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule \
                required username="services" password="%s";
                """
                        .formatted(PASSWORD));
    }

    private static Process start(String service, Path secrets, Path log) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path jar = FrontScript.ROOT.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
        var builder =
                new ProcessBuilder(
                                List.of(
                                        java,
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dquarkus.http.port=0",
                                        "-Dquarkus.log.level=DEBUG",
                                        "-Dquarkus.log.category.\"org.apache.kafka\".level=DEBUG",
                                        "-Dquarkus.log.category.\"io.smallrye.reactive.messaging\".level=DEBUG",
                                        "-Dkafka.bootstrap.servers=127.0.0.1:9",
                                        "-Dllamaline.worker.engine=stub",
                                        "-Dllamaline.worker.model.directory=" + model(),
                                        "-jar",
                                        jar.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("QUARKUS_CONFIG_LOCATIONS", secrets.toUri().toString());
        return builder.start();
    }

    private static Path model() {
        return shared.resolve("demo");
    }

    private static String text(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
