package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.testkit.Scrape;
import llamaline.v1.Cancellation;
import llamaline.v1.EncodedPrompt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A known set of prompts over a broker, and what a scrape says afterwards. */
class WorkerMetricsIT {
    private static final int SLOTS = 4;
    private static final int SLOT_LENGTH = 256;

    private final String name = "model-" + UUID.randomUUID();
    private final GatedModel model = new GatedModel(SLOTS, SLOT_LENGTH);
    private final TestGateway gateway = new TestGateway(name);
    private final TestWorker worker = TestWorker.start("worker-of-" + name, name, model);

    @AfterEach
    void stop() {
        model.slowDown(Duration.ZERO);
        worker.close();
        gateway.close();
    }

    private EncodedPrompt.Builder prompt(int maxNewTokens) {
        return EncodedPrompts.of(name, maxNewTokens);
    }

    private void awaitIdle() {
        Await.until(
                "everything is done",
                () ->
                        ShareGroupLag.of(Topics.workersGroup(name), Topics.prompts(name)) == 0
                                && worker.worker().status().busySlots() == 0);
    }

    private Scrape scrape() {
        return Scrape.of(worker.metrics());
    }

    private void assertValue(double expected, String series) {
        assertEquals(expected, scrape().value(series, "model", name), series);
    }

    private void assertValue(double expected, String series, String label, String value) {
        assertEquals(expected, scrape().value(series, "model", name, label, value), series);
    }

    @Test
    void countsPromptsTokensStepsAndWhatWasDropped() {
        EncodedPrompt once = gateway.send(prompt(5));
        gateway.answer(once);
        EncodedPrompt again = gateway.send(prompt(3).setAttempt(2).addResumeIds(1));
        gateway.answer(again);
        gateway.send(once.toBuilder());
        gateway.sendBytes((byte) 1, (byte) 2, (byte) 3);
        gateway.answer(gateway.send(prompt(1).addPromptIds(Integer.MAX_VALUE)));
        awaitIdle();
        int ids = once.getPromptIdsCount();

        assertValue(1, "llamaline_worker_admissions_total", "attempt", "first");
        assertValue(1, "llamaline_worker_admissions_total", "attempt", "later");
        assertValue(2 * ids + 1, "llamaline_worker_prompt_tokens_total");
        assertValue(0, "llamaline_worker_cached_prompt_tokens_total");
        assertValue(5 + 2, "llamaline_worker_generation_tokens_total");
        assertValue(2, "llamaline_worker_prefill_chunk_duration_seconds_count");
        assertValue(4 + 1, "llamaline_worker_decode_step_duration_seconds_count");
        assertValue(5, "llamaline_worker_batch_size_bucket", "le", "1.0");
        assertValue(2, "llamaline_worker_queue_time_seconds_count");
        assertValue(2, "llamaline_worker_prefill_time_seconds_count");
        assertValue(2, "llamaline_worker_time_per_output_token_seconds_count");
        assertValue(2, "llamaline_worker_sequences_total", "outcome", "length");
        assertValue(1, "llamaline_worker_dropped_prompts_total", "reason", "redelivered");
        assertValue(1, "llamaline_worker_rejected_records_total");
        assertValue(0, "llamaline_worker_lost_records_total");
    }

    @Test
    void showsSlotsAndKvCacheInUseAndWhatWasCancelled() {
        model.slowDown(Duration.ofMillis(20));
        EncodedPrompt endless = gateway.send(prompt(200));
        gateway.awaitAdmitted(endless);
        Await.until(
                "a token",
                () ->
                        scrape().value("llamaline_worker_generation_tokens_total", "model", name)
                                > 1);

        assertValue(SLOTS, "llamaline_worker_slots");
        assertValue(1, "llamaline_worker_busy_slots");
        assertValue(SLOTS * SLOT_LENGTH, "llamaline_worker_kv_cache_positions");
        double used = scrape().value("llamaline_worker_kv_cache_used_positions", "model", name);
        assertEquals(true, used > endless.getPromptIdsCount() && used < SLOT_LENGTH, "" + used);

        gateway.cancel(Cancellation.newBuilder().setRequestId(endless.getRequestId()));
        awaitIdle();
        assertValue(0, "llamaline_worker_busy_slots");
        assertValue(0, "llamaline_worker_kv_cache_used_positions");
        assertValue(1, "llamaline_worker_sequences_total", "outcome", "cancelled");

        EncodedPrompt unwanted = prompt(5).build();
        gateway.cancel(Cancellation.newBuilder().setRequestId(unwanted.getRequestId()));
        EncodedPrompt last = gateway.send(prompt(200));
        gateway.awaitAdmitted(last);
        gateway.cancel(Cancellation.newBuilder().setRequestId(last.getRequestId()));
        awaitIdle();
        gateway.send(unwanted.toBuilder());
        awaitIdle();
        Await.until(
                "the cancelled prompt is counted",
                () ->
                        scrape().value(
                                                "llamaline_worker_dropped_prompts_total",
                                                "model",
                                                name,
                                                "reason",
                                                "cancelled")
                                == 1);
    }

    @Test
    void showsHowManyPromptsWaitForASlot() {
        model.slowDown(Duration.ofMillis(20));
        for (int i = 0; i < SLOTS; i++) {
            gateway.awaitAdmitted(gateway.send(prompt(200)));
        }
        for (int i = 0; i < 3; i++) {
            gateway.send(prompt(1));
        }
        awaitWaiting(3);

        model.slowDown(Duration.ZERO);
        awaitIdle();
        awaitWaiting(0);
    }

    private void awaitWaiting(int prompts) {
        String series = "llamaline_worker_waiting_prompts";
        Await.until(
                prompts + " prompts wait", () -> scrape().value(series, "model", name) == prompts);
    }
}
