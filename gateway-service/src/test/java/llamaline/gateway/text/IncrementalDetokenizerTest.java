package llamaline.gateway.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import llamaline.gateway.DemoTokenizer;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Ids to text: whole characters, and never any of a stop string. */
class IncrementalDetokenizerTest {
    private static final List<Integer> PROMPT_IDS =
            Arrays.stream(DemoTokenizer.prompt("def f(x):")).boxed().toList();
    private static final List<String> PARTS =
            List.of("  return", " x", "\n", "é", "日本", "😀", "ab", "aab", "\t", "}", " ", "<E");

    @Test
    void keepsTheSpaceThatTheAnswerBeginsWith() {
        for (String text : List.of(" x", "    x", "\tx", "\n  x", "x")) {
            assertEquals(text, String.join("", parts(text, List.of())));
        }
    }

    @Test
    void givesACharacterWhenItsLastByteIsThere() {
        String text = "é日😀";
        List<String> parts = parts(text, List.of());
        assertEquals(text, String.join("", parts));
        assertTrue(parts.contains(""), "the demo's vocabulary has no piece for these");
        assertFalse(String.join("", parts).contains("\uFFFD"));
    }

    @Test
    void showsTheEndOfACharacterThatNeverCameAsBroken() {
        int[] ids = DemoTokenizer.continuation("日");
        IncrementalDetokenizer text = text(List.of(), 0);
        assertEquals("", text.accept(ids[0]));
        assertEquals("\uFFFD", text.finish());
    }

    @Test
    void findsAStopStringOverTokens() {
        IncrementalDetokenizer text = text(List.of("x\n#"), 0);
        StringBuilder shown = new StringBuilder();
        for (int id : DemoTokenizer.continuation("  x\n# y")) {
            shown.append(text.accept(id));
        }
        assertEquals("  ", shown.toString());
        assertEquals(Optional.of("x\n#"), text.stopString());
    }

    @Test
    void keepsTheStopStringWhereThatIsWanted() {
        IncrementalDetokenizer text =
                text(List.of(), new DetokenizerOptions(List.of("x\n#"), true, true));
        StringBuilder shown = new StringBuilder();
        for (int id : DemoTokenizer.continuation("  x\n# y")) {
            shown.append(text.accept(id));
        }
        assertEquals("  x\n#", shown.toString());
        assertTrue(text.isStopped());
    }

    @Test
    void aStopIdHasNoTextUnlessThatIsWanted() {
        int id = DemoTokenizer.continuation("x")[0];
        int other = DemoTokenizer.continuation("y")[0];
        IncrementalDetokenizer silent = text(List.of(id), DetokenizerOptions.endingAt(List.of()));
        IncrementalDetokenizer kept =
                text(List.of(id), new DetokenizerOptions(List.of(), true, true));

        assertEquals("y", silent.accept(other) + silent.accept(id) + silent.finish());
        assertEquals("yx", kept.accept(other) + kept.accept(id) + kept.finish());
    }

    @Test
    void specialTokensAreSpelledWhereTheyAreNotSkipped() {
        int eos = DemoTokenizer.eos();
        IncrementalDetokenizer spelled =
                text(List.of(), new DetokenizerOptions(List.of(), false, false));
        IncrementalDetokenizer ended =
                text(List.of(eos), new DetokenizerOptions(List.of(), false, false));

        assertEquals("</s>", spelled.accept(eos));
        assertEquals("", ended.accept(eos));
    }

    private static IncrementalDetokenizer text(List<Integer> stopIds, DetokenizerOptions rules) {
        return new IncrementalDetokenizer(DemoTokenizer.INSTANCE, PROMPT_IDS, stopIds, rules, 0);
    }

    @Test
    void givesBackWhatCouldHaveBegunAStopString() {
        IncrementalDetokenizer text = text(List.of("x\n#"), 0);
        StringBuilder shown = new StringBuilder();
        for (int id : DemoTokenizer.continuation("  x\n")) {
            shown.append(text.accept(id));
        }
        assertEquals("  ", shown.toString());
        assertEquals("x\n", text.finish());
        assertFalse(text.isStopped());
    }

    @Test
    void showsTheTextUpToTheFirstStopStringWhateverTheTokens() {
        Seeds.forEach(
                2_000,
                random -> {
                    String whole = randomText(random, 12);
                    List<String> stops = List.of(randomText(random, 2), randomText(random, 1));
                    IncrementalDetokenizer text = text(stops, 0);
                    StringBuilder shown = new StringBuilder();
                    for (int id : DemoTokenizer.continuation(whole)) {
                        shown.append(text.accept(id));
                    }
                    if (!text.isStopped()) {
                        shown.append(text.finish());
                    }
                    assertEquals(expected(whole, stops), shown.toString());
                });
    }

    /** Up to where the stop string that is complete first begins; the longer one of two. */
    private static String expected(String whole, List<String> stops) {
        for (int end = 1; end <= whole.length(); end++) {
            String seen = whole.substring(0, end);
            Optional<String> stop =
                    stops.stream()
                            .filter(seen::endsWith)
                            .max((a, b) -> Integer.compare(a.length(), b.length()));
            if (stop.isPresent()) {
                return seen.substring(0, end - stop.get().length());
            }
        }
        return whole;
    }

    private static String randomText(RandomGenerator random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    private static List<String> parts(String whole, List<String> stops) {
        IncrementalDetokenizer text = text(stops, 0);
        List<String> parts = new ArrayList<>();
        Arrays.stream(DemoTokenizer.continuation(whole)).forEach(id -> parts.add(text.accept(id)));
        parts.add(text.finish());
        return parts;
    }

    private static IncrementalDetokenizer text(List<String> stops, int firstStoppable) {
        return new IncrementalDetokenizer(
                DemoTokenizer.INSTANCE,
                PROMPT_IDS,
                List.of(),
                DetokenizerOptions.endingAt(stops),
                firstStoppable);
    }
}
