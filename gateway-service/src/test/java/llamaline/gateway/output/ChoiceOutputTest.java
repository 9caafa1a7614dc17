package llamaline.gateway.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.testkit.Seeds;
import llamaline.v1.FinishReason;
import org.junit.jupiter.api.Test;

/** The output of one choice: each token is in one part, and text that was held back at the end. */
class ChoiceOutputTest {
    private final ChoiceOutput choice = new ChoiceOutput();

    @Test
    void givesEachTokenInExactlyOnePart() {
        Seeds.forEach(
                500,
                random -> {
                    ChoiceOutput output = new ChoiceOutput();
                    List<ChoiceOutput.Part> parts = new ArrayList<>();
                    int count = random.nextInt(1, 40);
                    for (int id = 0; id < count; id++) {
                        output.accept(delta(id));
                        if (random.nextBoolean()) {
                            parts.add(output.take(random.nextInt(1, 5)));
                        }
                    }
                    output.accept(ended("held"));
                    parts.add(output.take());

                    assertEquals(
                            IntStream.range(0, count).boxed().toList(),
                            parts.stream().flatMap(part -> part.ids().stream()).toList());
                    assertEquals("t".repeat(count) + "held", text(parts));
                    assertEquals(count, output.completionTokens());
                    assertEquals(0, output.heldBytes());
                });
    }

    @Test
    void textThatWasHeldBackBelongsToTheLastTokenThatWaits() {
        choice.accept(delta(1));
        choice.accept(delta(2));
        choice.accept(ended("!"));
        ChoiceOutput.Part part = choice.take();
        assertEquals(new GeneratedToken(2, "t!", null), part.tokens().getLast());
        assertEquals("tt!", part.text());
    }

    @Test
    void textThatWasHeldBackStandsAloneAfterTheLastToken() {
        choice.accept(delta(1));
        assertEquals(List.of(1), choice.take().ids());
        choice.accept(ended("!"));

        assertFalse(choice.hasTokens());
        assertTrue(choice.hasRest());
        assertEquals(new ChoiceOutput.Part(List.of(), "!"), choice.take());
        assertFalse(choice.hasRest());
    }

    private static CallEvent.Delta delta(int id) {
        return new CallEvent.Delta(0, List.of(new GeneratedToken(id, "t", null)));
    }

    private static CallEvent.Ended ended(String rest) {
        return new CallEvent.Ended(0, rest, FinishReason.LENGTH, null);
    }

    private static String text(List<ChoiceOutput.Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return text.toString();
    }
}
