package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.BrokerResource;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Editors and libraries that exist read these answers in their own ways. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class ClientsIT {
    private static final String TEXT = " data: [1]\n# é😀\n";

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("clients"));
        client.awaitModel("clients");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource(StreamReader.class)
    void readAStream(StreamReader reader) {
        var answer = client.complete("{'prompt':'x','stream':true,'max_tokens':100}");
        pipeline.generate(pipeline.nextEncoded(), TEXT);
        StreamReader.Reading reading = reader.read(GatewayClient.await(answer).body());
        assertEquals(TEXT, reading.text());
        assertEquals(List.of(), reading.errors());
    }

    @ParameterizedTest
    @EnumSource(StreamReader.class)
    void surviveAnErrorInTheMiddleOfAStream(StreamReader reader) {
        var answer = client.stream("{'prompt':'x','stream':true}");
        GenerationRequest request = pipeline.nextEncoded();
        InputStream body = GatewayClient.await(answer).body();
        pipeline.say(WORKER, Say.tokens(request, 0, DemoTokenizer.continuation(" y")));
        pipeline.say(WORKER, Say.failed(request, ErrorCode.INTERNAL, "The engine failed."));
        StreamReader.Reading reading = reader.read(text(body));
        assertEquals(" y", reading.text());
        assertEquals(
                reader.raisesErrors() ? List.of("The engine failed.") : List.of(),
                reading.errors());
    }

    @Test
    void findEveryFieldInAWholeAnswer() {
        String stops =
                "['<PRE>','<SUF>','<MID>','/src/','#- coding: utf-8','```','a1','a2','a3','a4','a5','a6','a7','a8']";
        var answer =
                client.complete(
                        "{'model':'clients','prompt':'<PRE> a <SUF>b <MID>','max_tokens':100,'temperature':0.2,'stop':"
                                + stops
                                + "}");
        GenerationRequest request = pipeline.nextEncoded();
        assertEquals("<PRE> a <SUF>b <MID>", request.getCompletion().getText());
        pipeline.generate(request, TEXT);
        JsonNode json = GatewayClient.json(GatewayClient.await(answer));
        for (String field : List.of("/id", "/object", "/model", "/choices/0/text")) {
            assertTrue(json.at(field).isTextual(), field);
        }
        for (String field : List.of("prompt", "completion", "total")) {
            assertTrue(json.at("/usage/" + field + "_tokens").isInt(), field);
        }
        assertTrue(json.get("created").longValue() > 0);
        assertTrue(json.at("/choices/0/finish_reason").isTextual());
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
