package llamaline.gateway.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.v1.Encoded;
import llamaline.v1.FinishReason;
import llamaline.v1.SamplingParameters;
import llamaline.v1.Tokens;
import org.junit.jupiter.api.Test;

/** The output of one choice: each index once and in order, whatever comes twice or too early. */
class OutputStateTest {
    private static final List<Integer> PROMPT_IDS =
            Arrays.stream(DemoTokenizer.prompt("def f(x):")).boxed().toList();
    private static final int[] IDS = DemoTokenizer.continuation(" return x\n");

    private final List<CallEvent> events = new ArrayList<>();

    @Test
    void takesOnlyTheTokensThatAreNew() {
        OutputState output = output(100);
        assertTrue(output.take(tokens(0, IDS[0], IDS[1])));
        assertTrue(output.take(tokens(1, IDS[1], IDS[2])));
        assertTrue(output.take(tokens(0, IDS[0])));

        assertEquals(3, output.count());
        assertEquals(List.of(IDS[0], IDS[1], IDS[2]), output.given().getIdsList());
        assertEquals(2, events.size());
    }

    @Test
    void refusesWhatFollowsAGapAndWhatIsNoToken() {
        OutputState output = output(100);
        assertFalse(output.take(tokens(1, IDS[1])));
        assertFalse(output.take(tokens(0, -1)));
        assertFalse(output.take(tokens(0, DemoTokenizer.INSTANCE.vocabularySize())));

        assertTrue(output.isEmpty());
        assertEquals(List.of(), events);
    }

    @Test
    void isFullAtItsLimit() {
        OutputState output = output(2);
        assertTrue(output.take(tokens(0, IDS)));
        assertTrue(output.isFull());
        assertEquals(2, output.count());
    }

    @Test
    void givesTheTextThatWasHeldBackAtItsEnd() {
        OutputState output = output(100, "x\n#");
        assertTrue(output.take(tokens(0, IDS)));
        output.end(FinishReason.LENGTH);

        assertEquals(new CallEvent.Ended(0, "x\n", FinishReason.LENGTH, null), events.getLast());
    }

    @Test
    void countsAtMostThePromptAsCached() {
        output(100).onCached(1_000);
        assertEquals(new CallEvent.Cached(0, PROMPT_IDS.size()), events.getFirst());
    }

    private OutputState output(int limit, String... stops) {
        Encoded encoded = Encoded.newBuilder().addAllPromptIds(PROMPT_IDS).build();
        return new OutputState(
                0,
                DemoTokenizer.INSTANCE,
                DetokenizerOptions.endingAt(List.of(stops)),
                SamplingParameters.newBuilder().setMaxNewTokens(limit).build(),
                encoded,
                events::add);
    }

    private static Tokens tokens(int firstIndex, int... ids) {
        return Tokens.newBuilder()
                .setFirstIndex(firstIndex)
                .addAllIds(Arrays.stream(ids).boxed().toList())
                .build();
    }
}
