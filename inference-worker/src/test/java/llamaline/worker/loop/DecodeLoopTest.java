package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.contract.Cancellations;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.Prompts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread and its commands; what a step does stands in {@link DecodeStepTest}. */
class DecodeLoopTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int SLOTS = 4;

    private final Recorder recorder = new Recorder();
    private final FreeSlots freeSlots = new FreeSlots(SLOTS);
    private final MemoryModel model =
            new MemoryModel(SLOTS, 512, SchedulerFixture.VOCABULARY, true);
    private final DecodeLoop loop =
            new DecodeLoop(
                    model,
                    LoopSettings.withChunkLength(SchedulerFixture.CHUNK),
                    new LoopContext(
                            recorder,
                            freeSlots,
                            new Cancellations(10),
                            new Clocks(InstantSource.system(), System::nanoTime),
                            LoopObserver.NONE));

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertTrue(loop.stop(TIMEOUT));
        assertEquals(SLOTS, freeSlots.available());
    }

    private void submit(Prompt prompt) throws InterruptedException {
        assertTrue(freeSlots.acquire(TIMEOUT));
        loop.submit(prompt);
    }

    @Test
    void servesMorePromptsThanThereAreSlots() throws Exception {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            prompts.add(Prompts.greedy("request-" + i, Prompts.upTo(20), i, 2, 3));
            submit(prompts.getLast());
        }
        loop.drain().get(30, TimeUnit.SECONDS);
        for (Prompt prompt : prompts) {
            assertEquals(20, recorder.tokens(prompt.key()).size());
            assertEquals(1, recorder.admissions(prompt.key()));
        }
        assertEquals(30, loop.status().admitted());
        assertEquals(600, loop.status().tokens());
        assertEquals(0, loop.status().busySlots());
    }

    @Test
    void refusesPromptsOnceItDrains() throws Exception {
        loop.drain().get(30, TimeUnit.SECONDS);
        Prompt late = Prompts.greedy("late", Prompts.upTo(20), 1, 2, 3);
        submit(late);
        assertTrue(loop.stop(TIMEOUT));
        var end = recorder.end(late.key()).orElseThrow();
        var failed = assertInstanceOf(SequenceEvent.Failed.class, end);
        assertEquals(SequenceErrorCode.WORKER_STOPPING, failed.failure().code());
    }

    @Test
    void endsWhatStillRunsWhenItStops() throws Exception {
        Prompt endless = Prompts.greedy("endless", Prompts.upTo(500), 1, 2, 3);
        submit(endless);
        assertTrue(loop.stop(TIMEOUT));
        assertTrue(recorder.end(endless.key()).isPresent());
        assertFalse(loop.isHealthy());
    }

    @Test
    void survivesAFailingModelButSaysThatItIsNotHealthy() throws Exception {
        model.failNextCalls = 3;
        for (int i = 0; i < 3; i++) {
            submit(Prompts.greedy("request-" + i, Prompts.upTo(2), 1, 2, 3));
        }
        loop.drain().get(30, TimeUnit.SECONDS);
        assertFalse(loop.isHealthy());
        for (int i = 0; i < 3; i++) {
            assertTrue(recorder.end(new PromptKey("request-" + i, 1)).isPresent());
        }
    }
}
