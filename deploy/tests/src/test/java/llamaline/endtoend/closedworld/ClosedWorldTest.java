package llamaline.endtoend.closedworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.v1.EncodeRequest;
import llamaline.v1.EncodeResponse;
import llamaline.v1.GenerateRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A native image knows no class by its name but those that it was told of. Gateway and tokenizer
 * service work here in a JVM that writes down what they look up, and all of that must be among what
 * Quarkus would hand to native-image. What an image does beyond that, only an image can show.
 */
class ClosedWorldTest {
    @TempDir private static Path folder = Path.of("");

    @BeforeAll
    static void workAndWriteDown() throws Exception {
        NativeSources.require();
        Path agent = LookupAgentJar.writtenTo(folder);
        Path settings = Files.writeString(folder.resolve("kafka.properties"), settings());
        Map<String, String> environment =
                Map.of(
                        "JAVA_TOOL_OPTIONS", "-javaagent:%s=%s".formatted(agent, folder),
                        "SMALLRYE_CONFIG_LOCATIONS", settings.toString());
        try (RunningStack stack = RunningStack.up(environment, "--model", "demo=" + demo())) {
            complete(stack.gateway());
            askTheRest(stack.url());
            callByGrpc(stack.url());
        }
        NativeSources.build("gateway-service", "tokenizer-service");
    }

    @Test
    void theGatewayLooksUpWhatAnImageKnows() throws Exception {
        assertKnown("gateway", "gateway-service");
    }

    @Test
    void theTokenizerServiceLooksUpWhatAnImageKnows() throws Exception {
        assertKnown("tokenizer", "tokenizer-service");
    }

    @Test
    void seesWhatAnImageMustBeToldOf() throws Exception {
        List<String> gateway = unknown("gateway", new NativeRegistrations());
        List<String> tokenizer = unknown("tokenizer", new NativeRegistrations());
        String assignor = "org.apache.kafka.clients.consumer.RangeAssignor";
        assertTrue(gateway.toString().contains("target=" + assignor), gateway::toString);
        String serde = "llamaline.contract.GenerationRequestDeserializer";
        assertTrue(tokenizer.toString().contains("target=" + serde), tokenizer::toString);
    }

    private static void assertKnown(String service, String module) throws Exception {
        var registrations = NativeRegistrations.of(NativeSources.of(module));
        assertEquals(List.of(), unknown(service, registrations));
    }

    private static List<String> unknown(String service, NativeRegistrations registrations)
            throws IOException {
        var unknown = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> isOf(service, path)).toList()) {
                ReflectiveLookup.read(file).stream()
                        .filter(lookup -> lookup.isOurs() && !lookup.isRegistered(registrations))
                        .forEach(lookup -> unknown.add(lookup.toString()));
            }
        }
        return unknown;
    }

    private static boolean isOf(String service, Path file) {
        return file.getFileName().toString().startsWith(service + "-");
    }

    /** With a value from a file, as the services have it in a cluster. */
    private static String settings() throws IOException {
        Path values = Files.createDirectory(folder.resolve("values"));
        Files.writeString(values.resolve("rack"), "a");
        return """
        kafka.config.providers=files
        kafka.config.providers.files.class=\
        org.apache.kafka.common.config.provider.DirectoryConfigProvider
        kafka.client.rack=\\\\${files:%s:rack}
        """
                .formatted(values);
    }

    private static Path demo() {
        return FrontScript.ROOT.resolve("deploy/models/demo");
    }

    private static void complete(Gateway gateway) {
        ObjectNode request = Gateway.greedy("demo", 4).put("prompt", "def f(x):");
        assertEquals(4, gateway.ask(request.deepCopy().put("logprobs", 2)).ids().size());
        assertEquals(4, gateway.stream(request).ids().size());
        ObjectNode infill = request.deepCopy().put("suffix", "\n");
        assertFalse(gateway.ask(infill.put("echo", false)).ids().isEmpty());
    }

    private static void askTheRest(String url) {
        assertAnswers(200, get(url + "/v1/models"));
        assertAnswers(200, get(url + "/q/health"));
        assertAnswers(200, post(url + "/v1/tokenizer/encode", "{\"text\": \"a b\"}"));
        assertAnswers(200, post(url + "/v1/tokenizer/decode", "{\"token_ids\": [1, 300]}"));
        assertAnswers(200, post(url + "/tokenize", "{\"prompt\": \"a b\"}"));
        for (String format : List.of("text", "json", "svg", "png")) {
            String body = "{\"text\": \"a b\", \"format\": \"%s\"}".formatted(format);
            assertAnswers(200, post(url + "/v1/attention-mask", body));
        }
        String chat = "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}";
        assertAnswers(400, post(url + "/v1/chat/completions", chat));
        assertAnswers(400, post(url + "/v1/completions", "{"));
    }

    private static void callByGrpc(String url) throws Exception {
        var generate = new GrpcCall(url, "llamaline.v1.GenerationService/Generate");
        assertFalse(
                generate.send(
                                GenerateRequest.newBuilder()
                                        .setPrompt("def f(x):")
                                        .setMaxTokens(4)
                                        .build())
                        .isEmpty());
        var encode = new GrpcCall(url, "llamaline.v1.TokenizerService/Encode");
        EncodeRequest text = EncodeRequest.newBuilder().addText("a b").build();
        var response = EncodeResponse.parseFrom(encode.send(text).getFirst());
        assertEquals(1, response.getEncodingsCount());
    }

    private static void assertAnswers(int status, HttpRequest.Builder request) {
        HttpResponse<String> response = Gateway.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, response.statusCode(), response::body);
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static HttpRequest.Builder post(String url, String body) {
        return get(url).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
