package llamaline.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import llamaline.contract.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack that deploy/compose describes. */
class ComposeTest {
    private static final String FOLDER = "deploy/compose/";
    private static final Pattern PLACE = Pattern.compile("@[A-Z]+@");
    private static final Pattern PASSWORD = Pattern.compile("password=\"?([0-9a-f]{48})");

    @Test
    void hasThreeBrokersAndTwoOfEachService() {
        JsonNode services = compose().path("services");
        assertEquals(
                List.of(
                        "kafka-1",
                        "kafka-2",
                        "kafka-3",
                        "gateway-0",
                        "gateway-1",
                        "tokenizer-0",
                        "tokenizer-1",
                        "worker-0",
                        "worker-1",
                        "proxy",
                        "prometheus"),
                names(services));
        for (int index = 0; index < 2; index++) {
            JsonNode gateway = services.path("gateway-" + index).path("environment");
            assertEquals(index, gateway.path("LLAMALINE_GATEWAY_INDEX").asInt(-1));
        }
    }

    @Test
    void namesEveryGatewayToProxyAndPrometheus() {
        for (String name : names(compose().path("services"))) {
            if (name.startsWith("gateway-")) {
                assertTrue(Repository.text(FOLDER + "haproxy.cfg").contains(name + ":8080"), name);
            }
            if (name.matches("(gateway|tokenizer|worker)-.")) {
                assertTrue(
                        Repository.text(FOLDER + "prometheus.yaml").contains(name + ":8080"), name);
            }
        }
    }

    @Test
    void bringsItsBrokersUpWithThreeCopiesAndShareGroups() throws IOException {
        KafkaConfig config = KafkaConfig.fromProps(broker(), false);
        assertEquals(3, config.defaultReplicationFactor());
        assertEquals(2, config.minInSyncReplicas());
        assertEquals(3, config.quorumConfig().voters().size());
        assertTrue(config.messageMaxBytes() > Topic.MAX_RECORD_BYTES);
    }

    @Test
    void makesSecretsThatNobodyElseReadsAndNothingElseHolds(@TempDir Path folder)
            throws IOException {
        Path made = makeSecrets(folder);
        assertEquals("rwx------", permissions(made));
        List<String> passwords =
                PASSWORD.matcher(Files.readString(made.resolve("server.properties")))
                        .results()
                        .map(password -> password.group(1))
                        .distinct()
                        .toList();
        assertEquals(2, passwords.size());
        var brokers = new Properties();
        brokers.load(new StringReader(Files.readString(made.resolve("server.properties"))));
        assertFalse(PLACE.matcher(brokers.toString()).find());
        assertEquals(
                3, KafkaConfig.fromProps(withId(brokers), false).quorumConfig().voters().size());
        assertTrue(
                Files.readString(made.resolve("kafka.pem")).startsWith("-----BEGIN CERTIFICATE"));
        String client = Files.readString(made.resolve("kafka-client.properties"));
        assertTrue(client.contains("kafka.security.protocol=SASL_SSL"), client);
    }

    @Test
    void keepsSecretsThatAreThere(@TempDir Path folder) throws IOException {
        Path made = makeSecrets(folder);
        String before = Files.readString(made.resolve("kafka-client.properties"));
        makeSecrets(folder);
        assertEquals(before, Files.readString(made.resolve("kafka-client.properties")));
        try (Stream<Path> files = Files.list(folder.resolve("deploy/compose"))) {
            assertEquals(1, files.filter(Files::isDirectory).count());
        }
    }

    /** In a folder that looks like the project, so that this one's are left alone. */
    private static Path makeSecrets(Path project) throws IOException {
        Path compose = Files.createDirectories(project.resolve("deploy/compose"));
        for (String file : List.of("secrets.sh", "kafka.properties")) {
            Files.writeString(compose.resolve(file), Repository.text(FOLDER + file));
        }
        Path script =
                Files.writeString(project.resolve("llamaline"), "#!/bin/sh\necho $JAVA_HOME\n");
        assertTrue(script.toFile().setExecutable(true));
        Repository.output("sh", compose.resolve("secrets.sh").toString());
        return compose.resolve("secrets");
    }

    private static Properties broker() throws IOException {
        var properties = new Properties();
        properties.load(
                new StringReader(
                        PLACE.matcher(Repository.text(FOLDER + "kafka.properties"))
                                .replaceAll("x")));
        return withId(properties);
    }

    /** What compose.yaml adds for one of them, as the image does: KAFKA_A_B is a.b. */
    private static Properties withId(Properties properties) {
        JsonNode environment = compose().path("services").path("kafka-1").path("environment");
        for (Map.Entry<String, JsonNode> entry : environment.properties()) {
            if (entry.getKey().startsWith("KAFKA_") && !entry.getKey().equals("KAFKA_HEAP_OPTS")) {
                String name = entry.getKey().substring("KAFKA_".length());
                properties.setProperty(
                        name.toLowerCase(Locale.ROOT).replace('_', '.'), entry.getValue().asText());
            }
        }
        return properties;
    }

    /** As it is written: what {@code <<} merges in is not there. */
    private static JsonNode compose() {
        try {
            return new YAMLMapper().readTree(Repository.text(FOLDER + "compose.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
