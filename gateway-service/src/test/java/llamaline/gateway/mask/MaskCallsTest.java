package llamaline.gateway.mask;

import static llamaline.gateway.fields.Bodies.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.testkit.Conformance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks as callers ask for them. */
class MaskCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] REFERENCE_TEXTS = {
        "def add(a, b):", "A normal attention mask", "<s>x = [1, 2,\n\t3] # \ud55c\uae00</s>"
    };

    private final MaskCalls calls = new MaskCalls(Cards.served(Cards.infilling("tiny-7b")));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void drawsTextsAsTheReferenceDoes(int index) throws IOException {
        if (!Conformance.isHere("attention-mask", 1)) {
            return;
        }
        Path folder = Conformance.folder("attention-mask").orElseThrow();
        var body = JSON.createObjectNode().put("text", REFERENCE_TEXTS[index]);

        String plain = calls.draw(fields(body)).bytes().toStringUtf8();
        String ansi = calls.draw(fields(body.put("format", "ansi"))).bytes().toStringUtf8();

        String name = "tiny-7b-" + index;
        assertEquals(Files.readString(folder.resolve(name + ".plain.txt")), plain);
        assertEquals(Files.readString(folder.resolve(name + ".ansi.txt")), ansi);
    }

    @Test
    void drawsEachFormat() {
        DrawnMask svg = calls.draw(fields("{'text':'x = 1','format':'svg'}"));
        DrawnMask png = calls.draw(fields("{'text':'x = 1','format':'png','cells':2}"));

        assertEquals("image/svg+xml", svg.mediaType());
        assertTrue(svg.bytes().toStringUtf8().startsWith("<svg"));
        assertEquals("image/png", png.mediaType());
        assertEquals((byte) 'P', png.bytes().byteAt(1));
    }

    @Test
    void showsWhoSeesTheSuffix() {
        JsonNode psm = draw("{'prefix':'a','suffix':'b','middle':'c','format':'json'}");
        JsonNode spm = draw("{'prefix':'a','suffix':'b','suffix_first':true,'format':'json'}");

        assertEquals("infill, prefix-suffix-middle", psm.get("layout").textValue());
        assertEquals("infill, suffix-prefix-middle", spm.get("layout").textValue());
        assertEquals(1.0, seen(psm, "middle", "suffix"));
        assertEquals(0.0, seen(psm, "prefix", "suffix"));
        assertEquals(1.0, seen(spm, "prefix", "suffix"));
    }

    @Test
    void showsChunksAndSlots() {
        JsonNode chunks = draw("{'text':'x = 1 + 2','chunk_length':2,'cached':1,'format':'json'}");
        JsonNode slots =
                draw(
                        "{'slots':[{'state':'decoding','cached':3},{'state':'free'},{'state':'prefilling','chunk':2,'ends_prompt':true}],'slot_length':8,'format':'json'}");

        assertEquals("chunked prefill", chunks.get("layout").textValue());
        assertEquals(
                chunks.at("/rows/count").intValue() + 1, chunks.at("/columns/count").intValue());
        assertEquals(2 + 3, slots.at("/rows/count").intValue());
        assertEquals(8, slots.at("/columns/count").intValue());
    }

    @Test
    void drawsALongTextSmall() {
        var body = JSON.createObjectNode().put("text", "x = 1\n".repeat(20_000));

        assertTrue(calls.draw(fields(body)).bytes().size() < 1 << 20);
        assertTrue(calls.draw(fields(body.put("format", "svg"))).bytes().size() < 1 << 20);
        assertTrue(calls.draw(fields(body.put("cells", 1024))).bytes().size() < 1 << 20);
        assertTrue(calls.draw(fields(body.put("format", "png"))).bytes().size() < 1 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "{} | text",
                "{'text':'a','prefix':'b'} | text",
                "{'text':3} | text",
                "{'prefix':'a'} | suffix",
                "{'text':'a','format':'gif'} | format",
                "{'text':'a','cells':2000} | cells",
                "{'text':'a','rule':'mine'} | rule",
                "{'text':'a','chunk_length':0} | chunk_length",
                "{'text':'a','chunk_length':1,'cached':99} | -",
                "{'slots':[]} | slot_length",
                "{'slots':[{}],'slot_length':4} | slots[0].state",
                "{'slots':[3],'slot_length':4} | slots[0]",
                "{'slots':[{'state':'decoding','cached':9}],'slot_length':4} | -",
            })
    void refuses(String body, String param) {
        Refusal refusal =
                assertThrows(RefusedException.class, () -> calls.draw(fields(body))).refusal();
        assertEquals(param, refusal.param());
        assertTrue(refusal.message().endsWith("."), refusal.message());
    }

    private static double seen(JsonNode mask, String rows, String columns) {
        for (JsonNode sight : mask.get("sees")) {
            if (sight.get("rows").textValue().equals(rows)
                    && sight.get("columns").textValue().equals(columns)) {
                return sight.get("fraction").doubleValue();
            }
        }
        throw new AssertionError("no %s, %s in %s".formatted(rows, columns, mask));
    }

    private JsonNode draw(String body) {
        return read(calls.draw(fields(body)).bytes().toStringUtf8());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
