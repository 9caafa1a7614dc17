package llamaline.tokenizer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.RandomText;
import org.junit.jupiter.api.Test;

class StopStringMatcherTest {
    @Test
    void holdsBackWhatMayBeginAStopString() {
        var matcher = new StopStringMatcher(List.of("\n\n", "def "));

        assertEquals("a", matcher.accept("a\n"));
        assertEquals("\nb", matcher.accept("b"));
        assertEquals("", matcher.accept("de"));
        assertEquals("den", matcher.accept("n"));
        assertFalse(matcher.isMatched());
    }

    @Test
    void cutsAtAStopStringAcrossDeltas() {
        var matcher = new StopStringMatcher(List.of("```"));

        assertEquals("x = 1", matcher.accept("x = 1`"));
        assertEquals("", matcher.accept("`"));
        assertEquals("", matcher.accept("` and more"));
        assertTrue(matcher.isMatched());
        assertEquals(Optional.of("```"), matcher.matched());
        assertEquals("", matcher.accept("more"));
        assertEquals("", matcher.finish());
    }

    @Test
    void theOneThatIsCompleteFirstWins() {
        var matcher = new StopStringMatcher(List.of("abcd", "bc"));

        assertEquals("xa", matcher.accept("xabcd"));
        assertEquals(Optional.of("bc"), matcher.matched());
    }

    @Test
    void theLongerOfTwoThatEndTogetherWins() {
        var matcher = new StopStringMatcher(List.of("c", "abc"));

        assertEquals("x", matcher.accept("xabc"));
        assertEquals(Optional.of("abc"), matcher.matched());
    }

    @Test
    void givesWhatItHeldWhenTheTextEnds() {
        var matcher = new StopStringMatcher(List.of("<EOT>"));

        assertEquals("a", matcher.accept("a<EO"));
        assertEquals("<EO", matcher.finish());
        assertEquals(Optional.empty(), matcher.matched());
    }

    @Test
    void withoutStopStringsGivesAll() {
        var matcher = new StopStringMatcher(List.of());

        assertEquals("anything", matcher.accept("anything"));
        assertEquals("", matcher.finish());
    }

    @Test
    void refusesAnEmptyStopString() {
        assertThrows(IllegalArgumentException.class, () -> new StopStringMatcher(List.of("a", "")));
    }

    @Test
    void streamsWhatACutOfTheWholeGives() {
        Seeds.forEach(3_000, StopStringMatcherTest::compareWithTheWhole);
    }

    private static void compareWithTheWhole(RandomGenerator random) {
        List<String> stops = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            stops.add("b" + RandomText.of("ab", 5, random));
        }
        String text = RandomText.of("aabc", 40, random);
        int longest = stops.stream().mapToInt(String::length).max().orElseThrow();
        var matcher = new StopStringMatcher(stops);
        var shown = new StringBuilder();
        for (int at = 0; at < text.length() && !matcher.isMatched(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(4));
            shown.append(matcher.accept(text.substring(at, end)));
            at = end;
            assertTrue(matcher.isMatched() || at - shown.length() < longest);
        }
        shown.append(matcher.finish());

        assertEquals(cut(text, stops), shown.toString());
    }

    /** By the book: the text up to the stop string that ends first. */
    private static String cut(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String beginning = text.substring(0, end);
            int length =
                    stops.stream()
                            .filter(beginning::endsWith)
                            .mapToInt(String::length)
                            .max()
                            .orElse(0);
            if (length > 0) {
                return beginning.substring(0, end - length);
            }
        }
        return text;
    }
}
