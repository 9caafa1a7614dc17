package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is served, and whether anything is. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class ModelsIT {
    private static final String NAME = "org/code llama";
    private static final String PATH = "/v1/models/org/code%20llama";

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.plain(NAME));
        Await.until(NAME, () -> client.get(PATH).statusCode() == 200);
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void areListedInOpenAisShape() {
        JsonNode list = GatewayClient.json(client.get("/v1/models"));
        assertEquals("list", list.get("object").textValue());
        JsonNode model = list.get("data").get(0);
        assertEquals(NAME, model.get("id").textValue());
        assertEquals("model", model.get("object").textValue());
        assertEquals(1_700_000_000, model.get("created").intValue());
        assertTrue(model.get("owned_by").isTextual());
        assertEquals(Cards.CONTEXT, model.get("max_model_len").intValue());
        assertEquals(list, GatewayClient.json(client.get("/models")));
        assertEquals(list, GatewayClient.json(client.get("/v1/models/")));
    }

    @Test
    void sayWhatTheyCanDo() {
        JsonNode plain = GatewayClient.json(client.get(PATH));
        assertEquals(
                "{\"completion\":true,\"infill\":false,\"chat\":false}",
                plain.get("capabilities").toString());
        assertEquals(
                "it has no sentinel pieces; ask a 7B or 13B model.",
                plain.get("infill_refusal").textValue());
        assertTrue(plain.get("chat_format").isNull());
        assertTrue(plain.get("workers").intValue() >= 1);
    }

    @Test
    void areFoundByNameAsItStandsOrEscaped() {
        for (String path :
                new String[] {PATH, "/v1/models/org%2Fcode%20llama", PATH.substring(3)}) {
            assertEquals(NAME, GatewayClient.json(client.get(path)).get("id").textValue(), path);
        }
        var unknown = client.get("/v1/models/gpt");
        assertEquals(404, unknown.statusCode());
        assertEquals(
                "The model 'gpt' does not exist; served now: org/code llama.",
                GatewayClient.json(unknown).at("/error/message").textValue());
    }

    @Test
    void areUnavailableWithoutAWorker() {
        pipeline.tell(
                Cards.status(ScriptedPipeline.WORKER, NAME).toBuilder().setStopping(true).build());
        Await.until("no worker", () -> client.get("/health").statusCode() == 503);

        var response =
                client.send(
                        client.post("/v1/completions", "{'model':'" + NAME + "','prompt':'x'}"));
        assertEquals(503, response.statusCode());
        assertEquals("5", response.headers().firstValue("retry-after").orElse(""));
        assertTrue(response.headers().firstValue("x-should-retry").isEmpty());
        assertEquals(
                "No worker serves the model 'org/code llama' now; try again later.",
                GatewayClient.json(response).at("/error/message").textValue());
        assertEquals("[]", GatewayClient.json(client.get("/v1/models")).get("data").toString());
        assertEquals(200, client.get("/q/health/ready").statusCode());
    }

    @Test
    void makeTheGatewayHealthy() {
        var response = client.get("/health");
        assertEquals(200, response.statusCode());
        assertEquals("ok", GatewayClient.json(response).get("status").textValue());
        assertEquals(200, client.get("/q/health/live").statusCode());
        JsonNode ready = GatewayClient.json(client.get("/q/health/ready"));
        assertEquals("UP", ready.get("status").textValue());
        List<String> states = new ArrayList<>();
        ready.get("checks").forEach(check -> states.add(check.at("/data/state").asText()));
        assertTrue(states.contains("READY"), ready.toString());
    }

    @Test
    void theGatewayTellsItsVersionAndItsLoad() {
        JsonNode version = GatewayClient.json(client.get("/version"));
        assertTrue(version.get("version").textValue().matches("\\d+\\.\\d+.*"), version.toString());
        assertEquals(0, GatewayClient.json(client.get("/load")).get("server_load").intValue());
        assertEquals(200, client.get("/ping").statusCode());
    }

    @Test
    void areOnlyRead() {
        for (String path : new String[] {"/v1/models", "/health", PATH}) {
            var request =
                    GatewayClient.request(path)
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString("{}"));
            assertEquals(405, client.send(request.build()).statusCode(), path);
            var head = GatewayClient.request(path).HEAD();
            assertEquals(200, client.send(head.build()).statusCode(), path);
        }
    }
}
