package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers should not send: the right status, a message that says what, and nothing breaks. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class BadInputIT {
    private static final String PATH = "/v1/completions";
    private static final int MIB = 1024 * 1024;

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("careful"));
        client.awaitModel("careful");
    }

    @AfterEach
    void stillAnswers() {
        Await.until("all calls to be over", () -> openCalls.count() == 0);
        var answer = client.complete("{'prompt':'x'}");
        pipeline.generate(pipeline.nextEncoded(), "y");
        assertEquals(200, GatewayClient.await(answer).statusCode());
        pipeline.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt':'x','model':'gpt'}|404|model|model_not_found",
                "{'prompt':'x','temperature':3}|400|temperature|null",
                "{'prompt':'a<FILL_ME>b<FILL_ME>'}|400|prompt|null",
                "{'prompt':[99999]}|400|prompt|null",
                "{'prompt':|400|null|null",
                "[]|400|null|null",
                "``|400|null|null",
            })
    void isRefusedInOpenAisShape(String body, int status, String param, String code) {
        HttpResponse<String> response = client.send(client.post(PATH, body));

        assertEquals(status, response.statusCode());
        assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
        assertEquals("false", response.headers().firstValue("x-should-retry").orElse(""));
        JsonNode error = GatewayClient.json(response).get("error");
        assertTrue(error.get("message").textValue().length() > 10);
        assertEquals("invalid_request_error", error.get("type").textValue());
        assertEquals(param, error.get("param").asText());
        assertEquals(code, error.get("code").asText());
        assertEquals(4, error.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""})
    void aBodyThatIsNotDeclaredAsJsonIsRefused(String type) {
        HttpRequest.Builder request = GatewayClient.request(PATH);
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }
        var response = client.send(request.POST(BodyPublishers.ofString("{}")).build());
        assertEquals(415, response.statusCode());
        assertEquals(
                "The Content-Type must be application/json.",
                GatewayClient.json(response).at("/error/message").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip|gzip", "deflate|deflate", "identity, br|br", "GZIP|GZIP"})
    void aCompressedBodyIsRefusedByItsName(String header, String named) {
        for (String path : List.of(PATH, "/v1/chat/completions", "/tokenize", "/attention-mask")) {
            HttpRequest request =
                    GatewayClient.request(path)
                            .header("content-type", "application/json")
                            .header("content-encoding", header)
                            .POST(BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8}))
                            .build();
            HttpResponse<String> response = client.send(request);
            assertEquals(415, response.statusCode());
            assertEquals("identity", response.headers().firstValue("accept-encoding").orElse(""));
            assertEquals(
                    "The Content-Encoding '%s' is not supported; 'identity' is allowed."
                            .formatted(named),
                    GatewayClient.json(response).at("/error/message").textValue());
        }
    }

    @Test
    void aBodyThatSaysItIsNotCompressedIsRead() {
        HttpRequest request =
                GatewayClient.request(PATH)
                        .header("content-type", "application/json")
                        .header("content-encoding", "identity")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        assertEquals(400, client.send(request).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "example.com"})
    void twoHostsAreRefused(String second) {
        try (RawConnection connection = new RawConnection()) {
            String headers = "Host: %s\r\nContent-Length: 2\r\n".formatted(second);
            String answer = connection.head(PATH, headers).write("{}").readError();
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("more than one Host header"), answer);
        }
    }

    @Test
    void aNameWithControlCharactersComesBackEscaped() {
        var response = client.send(client.post(PATH, "{'prompt':'x','model':'a\\u001b[2Jb\\n'}"));
        assertEquals(404, response.statusCode());
        String message = GatewayClient.json(response).at("/error/message").textValue();
        assertTrue(message.contains("'a\\u001b[2Jb\\u000a' does not exist"), message);
    }

    @Test
    void jsonWithACharsetIsJson() {
        HttpRequest request =
                GatewayClient.request(PATH)
                        .header("content-type", "Application/JSON; charset=utf-8")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        assertEquals(400, client.send(request).statusCode());
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = "{\"prompt\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        try (RawConnection connection = new RawConnection()) {
            String answer = connection.post(PATH, body).readError();
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("not valid UTF-8"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "gzip, chunked"})
    void anUnknownTransferCodingIsNoEmptyBody(String coding) {
        try (RawConnection connection = new RawConnection()) {
            connection.head(PATH, "Transfer-Encoding: " + coding + "\r\n");
            String answer = connection.readError();
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("Transfer-Encoding is unknown"), answer);
        }
    }

    @Test
    void deepNestingIsRefused() {
        String body = "{\"prompt\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertEquals(400, client.send(client.post(PATH, body)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 40})
    void aLargeBodyIsRefusedBeforeItIsRead(int size) {
        try (RawConnection connection = new RawConnection()) {
            connection.head(PATH, "Content-Length: " + size * MIB + "\r\n").write("{");
            assertTooLarge(connection.readError());
        }
    }

    @Test
    void aLargeBodyIsRefusedToAClientThatSendsAllOfItFirst() {
        byte[] body = new byte[40 * MIB];
        Arrays.fill(body, (byte) ' ');
        HttpRequest request =
                GatewayClient.request(PATH)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        assertEquals(413, client.send(request).statusCode());
    }

    @Test
    void aLargeBodyOfUnknownLengthIsRefusedAtTheLimit() {
        try (RawConnection connection = new RawConnection()) {
            connection.head(PATH, "Transfer-Encoding: chunked\r\n");
            byte[] chunk = new byte[MIB];
            Arrays.fill(chunk, (byte) ' ');
            for (int i = 0; i < 5; i++) {
                connection.write("100000\r\n").write(chunk).write("\r\n");
            }
            assertTooLarge(connection.readError());
        }
    }

    @Test
    void aClientThatAsksFirstIsToldBeforeItSends() {
        try (RawConnection connection = new RawConnection()) {
            connection.head(PATH, "Expect: 100-continue\r\nContent-Length: 99999999\r\n");
            assertTooLarge(connection.readError());
        }
        try (RawConnection connection = new RawConnection()) {
            connection.head(PATH, "Expect: 100-continue\r\nContent-Length: 2\r\n");
            connection.readUntil("100 Continue\r\n\r\n");
            assertTrue(connection.write("{}").readError().startsWith("HTTP/1.1 400"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: example.com", "Host: localhost\r\nOrigin: https://example.com"})
    void otherHostsAndOriginsAreRefused(String headers) {
        for (String line : new String[] {"POST " + PATH, "GET /v1/models", "GET /health"}) {
            try (RawConnection connection = new RawConnection()) {
                String answer =
                        connection.write(line + " HTTP/1.1\r\n" + headers + "\r\n\r\n").readError();
                assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
                assertTrue(answer.contains("\"code\":\"foreign_origin\""), answer);
            }
        }
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        try (RawConnection connection = new RawConnection()) {
            String answer = connection.write("GET /v1/models HTTP/1.1\r\n\r\n").readError();
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        }
    }

    @Test
    void aRouteThatIsNotThereIsNotFound() {
        var response = client.get("/v1/nothing");
        assertEquals(404, response.statusCode());
        assertEquals("unknown_url", GatewayClient.json(response).at("/error/code").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/completions", "/completions"})
    void anotherMethodIsNotAllowed(String path) {
        var response = client.get(path);
        assertEquals(405, response.statusCode());
        assertEquals("POST", response.headers().firstValue("allow").orElse(""));
        assertEquals(
                "The method GET is not allowed here; use POST.",
                GatewayClient.json(response).at("/error/message").textValue());
    }

    private static void assertTooLarge(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(
                answer.contains("The body is larger than 4194304 bytes, which is the limit."),
                answer);
    }
}
