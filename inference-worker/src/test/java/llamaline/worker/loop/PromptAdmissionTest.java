package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import llamaline.contract.Cancellations;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.loop.PromptAdmission.Verdict;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.prompt.TokenIdList;
import org.junit.jupiter.api.Test;

class PromptAdmissionTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int KNOWN_LIMIT = 10_000;

    private final Cancellations cancellations = new Cancellations(10);
    private final PromptAdmission admission = new PromptAdmission(8, 3, cancellations);

    private static Prompt prompt(String requestId, int... ids) {
        return Prompts.greedy(requestId, Prompts.upTo(4), ids);
    }

    private void assertRefused(SequenceErrorCode code, Prompt prompt) {
        var refused = assertInstanceOf(Verdict.Refuse.class, admission.judge(prompt, NOW));
        assertEquals(code, refused.failure().code(), refused.failure().message());
    }

    @Test
    void acceptsAnAttemptOnce() {
        Prompt first = prompt("a", 1, 2);
        Prompt second = Prompts.resumed(first, 2, TokenIdList.of(3));

        assertEquals(new Verdict.Accept(), admission.judge(first, NOW));
        assertEquals(new Verdict.DropRedelivery(), admission.judge(first, NOW));
        assertEquals(new Verdict.Accept(), admission.judge(second, NOW));
    }

    @Test
    void dropsTheCancelledAttemptAndThoseBeforeIt() {
        Prompt first = prompt("a", 1, 2);
        cancellations.add("a", 1, Prompts.FAR_AWAY, NOW);

        assertEquals(new Verdict.DropCancelled(), admission.judge(first, NOW));
        assertEquals(
                new Verdict.Accept(),
                admission.judge(Prompts.resumed(first, 2, TokenIdList.NONE), NOW));
    }

    @Test
    void refusesWhatCameTooLateTooOftenOrIsTooLong() {
        Prompt late = Prompts.with(prompt("late", 1), new Delivery(0, NOW - 2001, 1));
        Prompt graced = Prompts.with(prompt("graced", 1), new Delivery(0, NOW - 2000, 1));
        Prompt third = Prompts.with(prompt("third", 1), new Delivery(0, Prompts.FAR_AWAY, 3));

        assertRefused(SequenceErrorCode.DEADLINE_EXCEEDED, late);
        assertEquals(new Verdict.Accept(), admission.judge(graced, NOW));
        assertRefused(SequenceErrorCode.TOO_MANY_DELIVERIES, third);
        assertRefused(SequenceErrorCode.CONTEXT_LENGTH_EXCEEDED, prompt("long", new int[8]));
        assertEquals(new Verdict.Accept(), admission.judge(prompt("fits", new int[7]), NOW));
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        for (int i = 0; i <= KNOWN_LIMIT; i++) {
            assertEquals(new Verdict.Accept(), admission.judge(prompt("request-" + i, 1), NOW));
        }

        assertEquals(new Verdict.DropRedelivery(), admission.judge(prompt("request-1", 1), NOW));
        assertEquals(new Verdict.Accept(), admission.judge(prompt("request-0", 1), NOW));
    }
}
