package llamaline.mask.svg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import llamaline.mask.AttentionMask;
import llamaline.mask.AttentionPattern;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskSegment;
import llamaline.mask.RandomMasks;
import llamaline.mask.Rendered;
import llamaline.mask.layout.AttentionMasks;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.MaskTokenizer;
import llamaline.mask.layout.PieceRule;
import llamaline.mask.layout.SlotState;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.PythonRepr;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.prompt.InfillLayout;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class SvgRendererTest {
    private final AttentionMasks masks = MaskTokenizer.tiny();

    @Test
    void isXmlWithEveryLabelAsItIs() {
        AttentionMask mask =
                masks.of(new MaskInput.Text("<s>a && \"b\" < 'c'\t</s>", PieceRule.TRANSFORMERS_4));
        Document svg = parse(Rendered.bytes(mask, new SvgRenderer()));

        List<String> texts = texts(svg);
        for (String label : mask.rows().labels()) {
            assertEquals(
                    2 * mask.rows().labels().stream().filter(label::equals).count(),
                    texts.stream().filter(PythonRepr.of(label)::equals).count());
        }
        assertEquals("http://www.w3.org/2000/svg", svg.getDocumentElement().getNamespaceURI());
    }

    @Test
    void coversWhatIsAttendedAndNoMore() {
        Seeds.forEach(
                50,
                random -> {
                    AttentionMask mask = RandomMasks.next(random, 30);
                    Document svg = parse(Rendered.bytes(mask, new SvgRenderer()));

                    assertEquals(mask.attendedCount(), cells(svg, "mask-on", mask));
                    assertEquals(mask.rows().size(), cells(svg, "mask-own", mask));
                });
    }

    @Test
    void namesSegmentsAtBothSides() {
        AttentionMask mask =
                masks.of(
                        new MaskInput.Infill(
                                "a b c", "d e f", "", InfillLayout.PREFIX_SUFFIX_MIDDLE));
        List<String> texts = texts(parse(Rendered.bytes(mask, new SvgRenderer())));

        assertEquals(2, texts.stream().filter("suffix"::equals).count());
        assertEquals(2, texts.stream().filter("prefix"::equals).count());
    }

    @Test
    void staysXmlWhateverTheNameHolds() {
        String name = "\u0000<&>\"'\uD800\uFFFE\u001B[1m]]>";
        var axis =
                new MaskAxis(List.of("\uD800\u0001"), List.of(new MaskSegment("<&\u0002", 0, 1)));
        var mask = new AttentionMask(name, "any", axis, axis, new AttentionPattern.Causal(1, 0));

        Document svg = parse(Rendered.bytes(mask, new SvgRenderer()));

        assertTrue(texts(svg).contains("'\\ud800\\x01'"));
        assertTrue(svg.getElementsByTagName("title").item(0).getTextContent().contains("]]>: any"));
    }

    @Test
    void shadesALongText() {
        AttentionMask mask = RandomMasks.causal(10_000);
        byte[] svg = Rendered.bytes(mask, new SvgRenderer(64));

        assertTrue(svg.length < 64 * 300, () -> svg.length + " bytes");
        assertTrue(texts(parse(svg)).contains("5000"));
    }

    @Test
    void labelsTheFewRowsOfALongSlot() {
        AttentionMask mask =
                masks.of(
                        new MaskInput.SlotStep(
                                List.of(new SlotState.Decoding(5), new SlotState.Decoding(900)),
                                4096));
        List<String> texts = texts(parse(Rendered.bytes(mask, new SvgRenderer())));

        assertTrue(
                texts.containsAll(List.of("'slot 0 decode'", "'slot 1 decode'", "512")),
                texts::toString);
    }

    @Test
    void drawsNoRows() {
        Document svg = parse(Rendered.bytes(RandomMasks.causal(0), new SvgRenderer()));

        assertEquals("svg", svg.getDocumentElement().getTagName());
    }

    /** The area of a kind of rectangle, in cells. */
    private static long cells(Document svg, String kind, AttentionMask mask) {
        MaskPicture picture = MaskPicture.of(mask, SvgRenderer.DEFAULT_CELLS);
        long cell = (long) SvgAxis.of(picture.rows()).cell() * SvgAxis.of(picture.columns()).cell();
        return elements(svg, "rect").stream()
                .filter(rectangle -> rectangle.getAttribute("class").equals(kind))
                .mapToLong(rectangle ->
                        Long.parseLong(rectangle.getAttribute("width"))
                                * Long.parseLong(rectangle.getAttribute("height"))
                                / cell)
                .sum();
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(index -> (Element) nodes.item(index))
                .toList();
    }

    private static Document parse(byte[] svg) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
