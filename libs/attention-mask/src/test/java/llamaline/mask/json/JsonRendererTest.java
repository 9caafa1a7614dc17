package llamaline.mask.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import llamaline.mask.AttentionMask;
import llamaline.mask.AttentionPattern;
import llamaline.mask.MaskAxis;
import llamaline.mask.RandomMasks;
import llamaline.mask.Rendered;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.MaskTokenizer;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.prompt.InfillLayout;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void tellsSpansAndCells() {
        Seeds.forEach(
                50,
                random -> {
                    AttentionMask mask = RandomMasks.next(random, 20);
                    JsonNode json = read(Rendered.text(mask, new JsonRenderer()));

                    assertEquals(mask.attendedCount(), json.get("attended").longValue());
                    assertEquals(mask.rows().size(), json.at("/rows/count").intValue());
                    assertEquals(mask.columns().size(), json.at("/columns/labels").size());
                    assertEquals(true, json.at("/picture/exact").booleanValue());
                    for (int row = 0; row < mask.rows().size(); row++) {
                        JsonNode span = json.get("spans").get(row);
                        assertEquals(mask.attended(row).from(), span.get(0).intValue());
                        assertEquals(mask.attended(row).to(), span.get(1).intValue());
                        JsonNode cells = json.at("/picture/cells").get(row);
                        for (int column = 0; column < mask.columns().size(); column++) {
                            assertEquals(
                                    mask.attends(row, column) ? 1 : 0,
                                    cells.get(column).intValue());
                        }
                    }
                });
    }

    @Test
    void tellsWhoSeesWhom() {
        AttentionMask mask =
                MaskTokenizer.tiny()
                        .of(
                                new MaskInput.Infill(
                                        "a", "b\n", "c", InfillLayout.SUFFIX_PREFIX_MIDDLE));
        JsonNode json = read(Rendered.text(mask, new JsonRenderer()));

        assertEquals("tiny-7b", json.get("model").textValue());
        assertEquals("infill, suffix-prefix-middle", json.get("layout").textValue());
        assertEquals(49, json.get("sees").size());
        for (JsonNode sight : json.get("sees")) {
            if (sight.get("rows").textValue().equals("prefix")
                    && sight.get("columns").textValue().equals("suffix")) {
                assertEquals(1, sight.get("fraction").intValue());
            }
        }
        assertEquals("prefix", json.at("/rows/segments/5/name").textValue());
    }

    @Test
    void averagesWhatDoesNotFit() {
        JsonNode json = read(Rendered.text(RandomMasks.causal(10), new JsonRenderer(5)));

        assertEquals(false, json.at("/picture/exact").booleanValue());
        assertEquals(5, json.at("/picture/rows").intValue());
        assertEquals("[1,0.75,0,0,0]", json.at("/picture/cells/1").toString());
    }

    @Test
    void escapesEveryCharacter() {
        List<String> labels = List.of("\"\\\n\r\t", "\u0000\u001F\u007F", "한 \uD83D\uDE00", "</s>");
        var axis = new MaskAxis(labels, List.of());
        var mask = new AttentionMask("a\"b", "\\", axis, axis, new AttentionPattern.Causal(4, 0));

        JsonNode json = read(Rendered.text(mask, new JsonRenderer()));

        assertEquals("a\"b", json.get("model").textValue());
        for (int index = 0; index < labels.size(); index++) {
            assertEquals(labels.get(index), json.at("/rows/labels").get(index).textValue());
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
