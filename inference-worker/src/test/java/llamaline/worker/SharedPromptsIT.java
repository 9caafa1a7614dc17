package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.TokenEvent;
import org.junit.jupiter.api.Test;

/** Workers of one model share its prompts: each takes what it has room for, none takes all. */
class SharedPromptsIT {
    private static final int PROMPTS = 100;

    private final String name = "model-" + UUID.randomUUID();

    private static GatedModel slowModel() {
        var model = new GatedModel(4, 64);
        model.slowDown(Duration.ofMillis(20));
        return model;
    }

    @Test
    void twoWorkersEachAdmitAGoodShareAndNothingTwice() {
        try (var gateway = new TestGateway(name);
                var first = TestWorker.start("first-" + name, name, slowModel());
                var second = TestWorker.start("second-" + name, name, slowModel())) {
            List<EncodedPrompt> prompts = new ArrayList<>();
            for (int i = 0; i < PROMPTS; i++) {
                prompts.add(gateway.send(EncodedPrompts.of(name, 10)));
            }

            for (EncodedPrompt prompt : prompts) {
                List<TokenEvent> events = gateway.answer(prompt);
                assertEquals(1, events.stream().filter(TokenEvent::hasAdmitted).count());
                assertEquals(10, events.stream().filter(TokenEvent::hasTokens).count());
            }

            long byFirst = first.worker().status().admitted();
            long bySecond = second.worker().status().admitted();
            assertEquals(PROMPTS, byFirst + bySecond);
            assertTrue(Math.min(byFirst, bySecond) >= 30, byFirst + " and " + bySecond);
        }
    }

    @Test
    void aFullWorkerLeavesPromptsToOneThatHasRoom() {
        var full = new GatedModel(1, 64);
        full.shut();
        try (var gateway = new TestGateway(name);
                var busy = TestWorker.start("busy-" + name, name, full)) {
            EncodedPrompt stuck = gateway.send(EncodedPrompts.of(name, 3));
            gateway.awaitAdmitted(stuck);
            EncodedPrompt next = gateway.send(EncodedPrompts.of(name, 3));

            try (var free = TestWorker.start("free-" + name, name, new GatedModel(1, 64))) {
                assertEquals(3, gateway.ids(next).size());
                assertEquals(1, free.worker().status().admitted());
            }

            full.open();
            assertEquals(3, gateway.ids(stuck).size());
            assertEquals(1, busy.worker().status().admitted());
        }
    }
}
