package llamaline.worker.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import llamaline.telemetry.Clocks;
import llamaline.testkit.Seeds;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.Prompts;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final long QUIET_NANOS = 700_000_000;

    private final List<List<StepEvent>> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Outbox outbox =
            new Outbox(told::add, new Clocks(InstantSource.system(), nanos::get));
    private final Prompt first = Prompts.greedy("first", Prompts.upTo(9), 1, 2);
    private final Prompt second = Prompts.greedy("second", Prompts.upTo(9), 1, 2);

    private static SequenceEvent token(int index) {
        return new SequenceEvent.Token(index, 5, Optional.empty());
    }

    private static SequenceEvent end() {
        return new SequenceEvent.Finished(SequenceFinishReason.STOP, SequenceTimings.NONE);
    }

    private static StepEvent event(Prompt prompt, SequenceEvent event) {
        return new StepEvent(prompt.key(), prompt.reply(), event);
    }

    @Test
    void tellsAStepAtOnceAndInOrder() {
        outbox.add(first, token(0));
        outbox.add(second, token(0));
        outbox.add(first, token(1));
        assertEquals(List.of(), told);

        outbox.flush();
        outbox.flush();

        assertEquals(
                List.of(
                        List.of(
                                event(first, token(0)),
                                event(second, token(0)),
                                event(first, token(1)))),
                told);
    }

    @Test
    void saysThatASequenceIsAliveWhereItWasQuietAndHasNotEnded() {
        outbox.add(first, token(0));
        outbox.add(second, token(0));
        outbox.flush();
        nanos.addAndGet(QUIET_NANOS / 2);
        outbox.add(second, token(1));
        outbox.flush();
        told.clear();
        nanos.addAndGet(QUIET_NANOS / 2);

        outbox.heartbeat();
        outbox.heartbeat();

        assertEquals(List.of(List.of(event(first, new SequenceEvent.Alive()))), told);
        outbox.add(first, end());
        outbox.flush();
        told.clear();
        nanos.addAndGet(QUIET_NANOS);
        outbox.heartbeat();
        assertEquals(List.of(List.of(event(second, new SequenceEvent.Alive()))), told);
    }

    @Test
    void forgetsWhatWasNotToldYetAndSaysNothingMore() {
        outbox.add(first, token(0));
        outbox.flush();
        told.clear();
        outbox.add(first, token(1));
        outbox.add(second, token(0));

        outbox.forget(first.key());
        outbox.flush();
        nanos.addAndGet(2 * QUIET_NANOS);
        outbox.heartbeat();

        assertEquals(
                List.of(
                        List.of(event(second, token(0))),
                        List.of(event(second, new SequenceEvent.Alive()))),
                told);
    }

    @Test
    void losesNoEventAndIsNeverQuietForLongerThanItsLimitAndAHeartbeat() {
        Seeds.forEach(
                100,
                random -> {
                    told.clear();
                    run(random);
                });
    }

    private void run(RandomGenerator random) {
        List<StepEvent> added = new ArrayList<>();
        Map<PromptKey, Long> lastTold = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            nanos.addAndGet(random.nextLong(QUIET_NANOS / 2));
            Prompt prompt = Prompts.greedy("request-" + random.nextInt(5), Prompts.upTo(9), 1);
            if (random.nextInt(3) == 0) {
                SequenceEvent event = random.nextInt(6) == 0 ? end() : token(i);
                outbox.add(prompt, event);
                added.add(event(prompt, event));
            }
            int before = told.size();
            outbox.flush();
            outbox.heartbeat();
            for (StepEvent event :
                    told.subList(before, told.size()).stream().flatMap(List::stream).toList()) {
                if (event.event() instanceof SequenceEvent.Finished) {
                    lastTold.remove(event.key());
                } else {
                    lastTold.put(event.key(), nanos.get());
                }
            }
            lastTold.forEach((key, since) ->
                    assertEquals(true, nanos.get() - since < QUIET_NANOS, key.requestId()));
        }
        List<StepEvent> news =
                told.stream()
                        .flatMap(List::stream)
                        .filter(event -> !(event.event() instanceof SequenceEvent.Alive))
                        .toList();
        assertEquals(added, news);
        outbox.flush();
        for (int request = 0; request < 5; request++) {
            outbox.forget(new PromptKey("request-" + request, 1));
        }
    }
}
