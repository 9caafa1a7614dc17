package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import llamaline.gateway.AnsweringPipeline;
import llamaline.gateway.RandomJson;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 2,000 bodies for each route, most of them nearly right: each is answered, or refused in OpenAI's
 * shape; the gateway lives on and forgets none.
 */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class RandomBodyIT {
    private static final int BODIES = 2_000;

    /** So that neither answers nor refusals alone make the test pass. */
    private static final int LEAST_OF_EACH = BODIES / 5;

    private static final int AT_ONCE = GatewayProfile.OPEN_STREAMS / 2;
    private static final Set<Integer> REFUSED = Set.of(400, 404);
    private static final List<String> NAMES = GoodBodies.names();

    private final GatewayClient client = new GatewayClient();
    private AnsweringPipeline pipeline;
    private int answered;
    private int refused;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = AnsweringPipeline.serving(Cards.infilling("demo"), Cards.chatting("chat"));
        client.awaitModel("demo");
        client.awaitModel("chat");
    }

    @AfterEach
    void stillAnswers() {
        Await.until("all calls to be over", () -> openCalls.count() == 0);
        assertEquals(200, client.get("/health").statusCode());
        pipeline.close();
        client.close();
    }

    static Stream<String> routes() {
        return GoodBodies.routes().stream();
    }

    private record Sent(String body, CompletableFuture<HttpResponse<String>> response) {}

    @ParameterizedTest
    @MethodSource("routes")
    void isAnsweredOrRefused(String route) {
        List<JsonNode> good = GoodBodies.of(route);
        Deque<Sent> sent = new ArrayDeque<>();
        Seeds.forEach(
                BODIES,
                random -> {
                    if (sent.size() == AT_ONCE) {
                        check(sent.removeFirst());
                    }
                    String body = new RandomJson(random, NAMES).bodyLike(good);
                    sent.add(new Sent(body, client.sendLater(route, body)));
                });
        sent.forEach(this::check);
        String counts = "answered: %d, refused: %d".formatted(answered, refused);
        assertTrue(answered >= LEAST_OF_EACH && refused >= LEAST_OF_EACH, counts);
    }

    private void check(Sent sent) {
        HttpResponse<String> response = GatewayClient.await(sent.response());
        String said = sent.body() + " -> " + response.statusCode() + " " + response.body();
        assertFalse(response.body().contains("Exception"), said);
        if (response.statusCode() == 200) {
            assertFalse(response.body().contains("\"error\":"), said);
            answered++;
            return;
        }
        assertTrue(REFUSED.contains(response.statusCode()), said);
        JsonNode error = GatewayClient.json(response).path("error");
        assertEquals(4, error.size(), said);
        assertTrue(error.path("message").textValue().length() > 10, said);
        refused++;
    }
}
