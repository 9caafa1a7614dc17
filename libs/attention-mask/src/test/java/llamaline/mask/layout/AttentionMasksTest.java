package llamaline.mask.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;
import llamaline.mask.MaskSegment;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.prompt.InfillLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionMasksTest {
    private static final String PREFIX = "def add(a, b):\n    ";
    private static final String SUFFIX = "\n\nprint(add(1, 2))";

    private final AttentionMasks masks = MaskTokenizer.tiny();

    @ParameterizedTest
    @EnumSource(PieceRule.class)
    void aTextAttendsToItselfAndWhatIsBefore(PieceRule rule) {
        AttentionMask mask = masks.of(new MaskInput.Text("<s>" + PREFIX + SUFFIX, rule));

        for (int row = 0; row < mask.rows().size(); row++) {
            for (int column = 0; column < mask.columns().size(); column++) {
                assertEquals(column <= row, mask.attends(row, column));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(InfillLayout.class)
    void namesTheSegmentsOfAnInfillingPrompt(InfillLayout order) {
        AttentionMask mask = masks.of(new MaskInput.Infill(PREFIX, SUFFIX, "return a + b", order));

        List<String> names = mask.rows().segments().stream().map(MaskSegment::name).toList();
        assertEquals(
                order == InfillLayout.PREFIX_SUFFIX_MIDDLE
                        ? List.of("<s>", "▁<PRE>", "prefix", "▁<SUF>", "suffix", "▁<MID>", "middle")
                        : List.of(
                                "<s>", "▁<PRE>", "▁<SUF>", "suffix", "▁<MID>", "prefix", "middle"),
                names);
        for (MaskSegment segment : mask.rows().segments()) {
            if (segment.name().startsWith("▁") || segment.name().equals("<s>")) {
                assertEquals(1, segment.to() - segment.from());
                assertEquals(segment.name(), mask.rows().labels().get(segment.from()));
            }
        }
        assertEquals(mask.rows().size(), mask.rows().segments().getLast().to());
        assertEquals("▁def", mask.rows().labels().get(segment(mask.rows(), "prefix").from()));
        assertEquals(
                List.of("return", "▁a", "▁+", "▁b"),
                labels(mask.rows(), segment(mask.rows(), "middle")));
    }

    /** With the suffix first the prefix sees it; with the prefix first it cannot. */
    @ParameterizedTest
    @EnumSource(InfillLayout.class)
    void saysWhoSeesTheSuffix(InfillLayout order) {
        AttentionMask mask = masks.of(new MaskInput.Infill(PREFIX, SUFFIX, "return", order));

        boolean suffixFirst = order == InfillLayout.SUFFIX_PREFIX_MIDDLE;
        assertEquals(suffixFirst ? 1 : 0, sees(mask, "prefix", "suffix"));
        assertEquals(suffixFirst ? 0 : 1, sees(mask, "suffix", "prefix"));
        assertEquals(1, sees(mask, "middle", "suffix"));
        assertEquals(1, sees(mask, "middle", "prefix"));
        int suffix = segment(mask.rows(), "suffix").length();
        assertEquals((suffix + 1) / (2.0 * suffix), sees(mask, "suffix", "suffix"));
    }

    @Test
    void leavesOutEmptySegments() {
        AttentionMask mask =
                masks.of(new MaskInput.Infill("", "", "", InfillLayout.PREFIX_SUFFIX_MIDDLE));

        assertEquals(4, mask.rows().size());
        assertEquals(4, mask.rows().segments().size());
    }

    /** What a chunk sees does not depend on the cuts: the rows are those of the whole prompt. */
    @Test
    void chunksSeeWhatTheWholePromptSees() {
        Seeds.forEach(
                50,
                random -> {
                    String text = "x = y ".repeat(1 + random.nextInt(10));
                    AttentionMask whole = masks.of(new MaskInput.ChunkedPrefill(text, 0, 1 << 20));
                    int length = whole.rows().size();
                    int cached = random.nextInt(length);
                    int chunkLength = 1 + random.nextInt(length);

                    AttentionMask mask =
                            masks.of(new MaskInput.ChunkedPrefill(text, cached, chunkLength));

                    assertEquals(length, mask.columns().size());
                    assertEquals(length - cached, mask.rows().size());
                    for (int row = 0; row < mask.rows().size(); row++) {
                        assertEquals(whole.attended(cached + row), mask.attended(row));
                    }
                    for (MaskSegment chunk : mask.rows().segments()) {
                        MaskSegment same = segment(mask.columns(), chunk.name());
                        assertEquals(chunk.from() + cached, same.from());
                        assertEquals(chunk.to() + cached, same.to());
                    }
                    if (cached > 0) {
                        var all = new MaskSegment("all", 0, mask.rows().size());
                        assertEquals(1, mask.fraction(all, segment(mask.columns(), "cached")));
                    }
                });
    }

    @Test
    void aSlotSeesItsOwnPositionsAndNoOther() {
        AttentionMask mask =
                masks.of(
                        new MaskInput.SlotStep(
                                List.of(
                                        new SlotState.Free(0),
                                        new SlotState.Decoding(5),
                                        new SlotState.Prefilling(3, 2, false),
                                        new SlotState.Free(7),
                                        new SlotState.Decoding(9),
                                        new SlotState.Free(1)),
                                10));

        assertEquals(
                List.of(
                        "slot 2 prefill",
                        "slot 2 prefill",
                        "slot 1 decode",
                        "slot 2 idle",
                        "slot 3 idle",
                        "slot 4 decode"),
                mask.rows().labels());
        assertEquals(
                List.of(4, 5, 6, 6, 8, 10),
                IntStream.range(0, 6).mapToObj(row -> mask.attended(row).to()).toList());
        assertEquals(
                List.of(new MaskSegment("prefill", 0, 2), new MaskSegment("decode step", 2, 6)),
                mask.rows().segments());
    }

    @Test
    void aSlotThatReadsItsLastChunkDecodesInTheSameRound() {
        AttentionMask mask =
                masks.of(new MaskInput.SlotStep(List.of(new SlotState.Prefilling(0, 2, true)), 8));

        assertEquals(
                List.of("slot 0 prefill", "slot 0 prefill", "slot 0 decode"), mask.rows().labels());
        assertEquals(3, mask.attended(2).to());
    }

    @Test
    void refusesWhatCannotBe() {
        refused("2 positions cannot be cached of a prompt of 2", () -> chunked("x", 2, 1));
        refused("cached is -1", () -> chunked("x", -1, 1));
        refused("chunk length is 0", () -> chunked("x", 0, 0));
        refused("more than once", () -> text("a<FILL_ME>b<FILL_ME>c"));
        refused("slot 0 would hold position 4", () -> slots(4, new SlotState.Decoding(4)));
        refused("count is 0, must be 1", () -> slots(4, new SlotState.Decoding(0)));
        refused("slot length is 0", () -> slots(0, new SlotState.Free(0)));
        refused(
                "slot 1 is a second one to prefill",
                () ->
                        slots(
                                4,
                                new SlotState.Prefilling(0, 1, true),
                                new SlotState.Prefilling(0, 1, true)));
        refused("the 262144 that", () -> text("\t".repeat(MaskAxis.LONGEST + 1)));
    }

    private void refused(String reason, Runnable call) {
        String message =
                String.valueOf(assertThrows(MaskInputException.class, call::run).getMessage());
        assertTrue(message.contains(reason), message);
    }

    private void text(String text) {
        masks.of(new MaskInput.Text(text, PieceRule.TRANSFORMERS_4));
    }

    private void chunked(String text, int cached, int chunkLength) {
        masks.of(new MaskInput.ChunkedPrefill(text, cached, chunkLength));
    }

    private void slots(int slotLength, SlotState... slots) {
        masks.of(new MaskInput.SlotStep(List.of(slots), slotLength));
    }

    private static double sees(AttentionMask mask, String row, String column) {
        return mask.fraction(segment(mask.rows(), row), segment(mask.columns(), column));
    }

    private static List<String> labels(MaskAxis axis, MaskSegment segment) {
        return axis.labels().subList(segment.from(), segment.to());
    }

    private static MaskSegment segment(MaskAxis axis, String name) {
        return axis.segments().stream()
                .filter(segment -> segment.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
