package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.tokenizer.GoldenModel;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokenizer's routes over HTTP; what they answer is tested in full without it. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class TokenizerIT {
    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(GoldenModel.DEMO.card("words"));
        client.awaitModel("words");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void encodesAsTheGoldensSay() {
        Goldens.lines(Goldens.resource("demo-4112").resolve("encode.jsonl"))
                .filter(golden -> golden.get("id").textValue().endsWith("0"))
                .forEach(golden -> {
                    String text = golden.get("text").toString();
                    String body = "{\"text\":%s,\"add_special_tokens\":false}".formatted(text);
                    JsonNode answer = postRaw("/v1/tokenizer/encode", body);
                    assertEquals(golden.get("ids"), answer.get("input_ids"));
                    JsonNode pieces = postRaw("/v1/tokenizer/tokenize", body).get("pieces");
                    assertEquals(golden.get("pieces"), pieces);
                });
    }

    @Test
    void decodesAsTheGoldensSay() {
        Goldens.lines(Goldens.resource("demo-4112").resolve("decode.jsonl"))
                .filter(golden -> golden.get("id").textValue().endsWith("1"))
                .forEach(golden -> {
                    String ids = golden.get("ids").toString();
                    JsonNode kept = post("/v1/tokenizer/decode", "{'token_ids':" + ids + "}");
                    assertEquals(golden.get("text_keep_special"), kept.get("text"));
                    JsonNode skipped =
                            post(
                                    "/v1/tokenizer/batch_decode",
                                    "{'skip_special_tokens':true,'sequences':[" + ids + "]}");
                    assertEquals(golden.get("text_skip_special"), skipped.get("texts").get(0));
                });
    }

    @Test
    void answersABatchWithListsOfLists() {
        JsonNode answer =
                post(
                        "/v1/tokenizer/encode",
                        "{'text':['x','x = x'],'padding':true,'return_token_type_ids':true}");
        assertEquals(2, answer.get("input_ids").size());
        assertEquals(answer.at("/input_ids/1").size(), answer.at("/attention_mask/0").size());
        assertEquals(0, answer.at("/attention_mask/0/0").intValue());
        assertTrue(answer.has("token_type_ids"));
        assertTrue(answer.path("special_tokens_mask").isMissingNode());
    }

    @Test
    void framesSequences() {
        String ids = "{'token_ids_0':[300],'token_ids_1':[301,302],'add_eos':true}";
        JsonNode inputs = post("/v1/tokenizer/build_inputs_with_special_tokens", ids);
        assertEquals("{\"input_ids\":[1,300,2,1,301,302,2]}", inputs.toString());
        JsonNode mask = post("/v1/tokenizer/get_special_tokens_mask", ids);
        assertEquals("{\"special_tokens_mask\":[1,0,1,1,0,0,1]}", mask.toString());
        JsonNode types = post("/v1/tokenizer/create_token_type_ids_from_sequences", ids);
        assertEquals("{\"token_type_ids\":[0,0,0,1,1,1,1]}", types.toString());
    }

    @Test
    void laysOutAnInfillingPrompt() {
        JsonNode two = post("/v1/tokenizer/infill", "{'prefix':'a','suffix':'b'}");
        JsonNode marked = post("/v1/tokenizer/infill", "{'text':'a<FILL_ME>b'}");
        assertEquals(two, marked);
        assertEquals(4103, two.at("/input_ids/1").intValue());
    }

    @Test
    void answersInTheShapeThatWasAsked() {
        JsonNode prompt = post("/tokenize", "{'model':'words','prompt':'x = 1'}");
        assertEquals(prompt.get("tokens").size(), prompt.get("count").intValue());
        assertEquals(256, prompt.get("max_model_len").intValue());
        assertTrue(prompt.get("token_strs").isNull());
        assertEquals(4, prompt.size());

        JsonNode named = post("/tokenize", "{'prompt':'x','return_token_strs':true}");
        assertEquals("[\"<s>\",\"▁x\"]", named.get("token_strs").toString());

        JsonNode content = post("/tokenize", "{'content':'x'}");
        assertEquals(1, content.size());
        assertEquals(prompt.at("/tokens/1"), content.at("/tokens/0"));

        JsonNode pieces = post("/tokenize", "{'content':'x\u00e9\u5abd','with_pieces':true}");
        assertEquals(" x", pieces.at("/tokens/0/piece").textValue());
        assertTrue(pieces.at("/tokens").findValues("piece").getLast().isArray());

        String ids = prompt.get("tokens").toString();
        JsonNode text = post("/detokenize", "{'tokens':" + ids + "}");
        assertEquals("<s> x = 1", text.get("prompt").textValue());
        assertEquals(text.get("prompt"), text.get("content"));
        assertEquals(
                "{\"prompt\":\"<s> x = 1\"}",
                post("/detokenize", "{'model':'words','tokens':" + ids + "}").toString());
    }

    @Test
    void tellsWhatTheTokenizerWasMadeWith() {
        HttpResponse<String> response = client.get("/tokenizer_info");
        JsonNode info = GatewayClient.json(response);
        assertEquals("CodeLlamaTokenizer", info.get("tokenizer_class").textValue());
        assertEquals("</s>", info.get("eos_token").textValue());
        assertTrue(info.get("add_bos_token").booleanValue());
        assertTrue(info.get("additional_special_tokens").toString().contains("▁<EOT>"));
    }

    @Test
    void laysOutAChat() {
        JsonNode answer =
                post("/tokenize", "{'messages':[{'role':'user','content':'hi'}],'tools':[{}]}");
        assertEquals(1, answer.at("/tokens/0").intValue());
        assertEquals(answer.get("tokens").size(), answer.get("count").intValue());
    }

    @Test
    void givesTheVocabularyAsAFile() throws IOException, InterruptedException {
        String path = "/v1/tokenizer/save_vocabulary?model=words";
        byte[] expected = Files.readAllBytes(Goldens.demoModel().resolve("tokenizer.model"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> file =
                    http.send(GatewayClient.request(path).build(), BodyHandlers.ofByteArray());
            assertEquals(200, file.statusCode());
            assertArrayEquals(expected, file.body());
            String tag = file.headers().firstValue("etag").orElseThrow();
            HttpResponse<String> again =
                    http.send(
                            GatewayClient.request(path).header("if-none-match", tag).build(),
                            BodyHandlers.ofString());
            assertEquals(304, again.statusCode());
            assertEquals("", again.body());
        }
        assertEquals(404, client.get("/v1/tokenizer/save_vocabulary?model=none").statusCode());
    }

    @Test
    void drawsAMask() {
        HttpResponse<String> svg =
                client.send(client.post("/v1/attention-mask", "{'text':'x = 1','format':'svg'}"));
        assertEquals(200, svg.statusCode());
        assertEquals("image/svg+xml", svg.headers().firstValue("content-type").orElse(""));
        assertTrue(svg.body().startsWith("<svg"));
        JsonNode mask = post("/v1/attention-mask", "{'text':'x = 1','format':'json'}");
        assertEquals("words", mask.get("model").textValue());
        String wrong = "{'text':'x','format':'gif'}";
        assertEquals(400, client.send(client.post("/v1/attention-mask", wrong)).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/tokenizer/encode | {'text':'x','model':'none'} | 404",
                "/v1/tokenizer/encode | {'text':1} | 400",
                "/v1/tokenizer/decode | {'token_ids':[99999]} | 400",
                "/v1/tokenizer/none | {} | 404",
                "/tokenize | {'prompt' | 400",
                "/detokenize | [] | 400",
            })
    void refusesInTheShapeOfTheOtherRoutes(String path, String body, int status) {
        HttpResponse<String> response = client.send(client.post(path, body));
        assertEquals(status, response.statusCode());
        JsonNode error = GatewayClient.json(response).get("error");
        assertEquals(List.of("message", "type", "param", "code"), List.copyOf(names(error)));
    }

    @Test
    void refusesOtherTypesAndMethods() {
        var plain = GatewayClient.request("/tokenize").POST(BodyPublishers.ofString("{}")).build();
        assertEquals(415, client.send(plain).statusCode());
        assertEquals(405, client.get("/tokenize").statusCode());
    }

    @Test
    void tokenizesALargeText() {
        String text = "def f(x): return x\\n".repeat(10_000);
        JsonNode answer = post("/tokenize", "{'prompt':'" + text + "'}");
        assertTrue(answer.get("count").intValue() > 50_000);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).toList();
    }

    private JsonNode post(String path, String body) {
        return postRaw(path, body.replace('\'', '"'));
    }

    private JsonNode postRaw(String path, String body) {
        var request =
                GatewayClient.request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response = client.send(request);
        assertEquals(200, response.statusCode(), response.body());
        return GatewayClient.json(response);
    }
}
