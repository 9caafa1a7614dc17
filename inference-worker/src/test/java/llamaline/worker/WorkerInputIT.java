package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import java.util.function.Consumer;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What anyone may write onto a worker's topic: it is answered or counted, and harms nobody. */
class WorkerInputIT {
    private static final int SLOT_LENGTH = 16;

    private final String name = "model-" + UUID.randomUUID();
    private final TestGateway gateway = new TestGateway(name);
    private TestWorker worker;

    @BeforeEach
    void start() {
        worker = TestWorker.start("worker-of-" + name, name, new GatedModel(2, SLOT_LENGTH));
    }

    @AfterEach
    void stop() {
        worker.close();
        gateway.close();
    }

    private Failure failure(Consumer<EncodedPrompt.Builder> change) {
        EncodedPrompt.Builder prompt = EncodedPrompts.of(name, 5);
        change.accept(prompt);
        return gateway.end(gateway.send(prompt)).getFailure();
    }

    private static void assertRefused(ErrorCode code, String param, Failure failure) {
        assertEquals(code, failure.getCode(), failure.getMessage());
        assertEquals(param, failure.getParam(), failure.getMessage());
    }

    @Test
    void countsWhatIsNoPromptOrNamesNobodyToTell() {
        gateway.sendBytes((byte) -1, (byte) -1);
        gateway.sendBytes();
        var nowhere = EncodedPrompts.of(name, 5);
        nowhere.getReplyToBuilder().setTopic("llamaline.tokens.nowhere");
        var beyond = EncodedPrompts.of(name, 5);
        beyond.getReplyToBuilder().setPartition(1000);
        var foreign = EncodedPrompts.of(name, 5);
        foreign.getReplyToBuilder().setTopic(Topics.MODELS.name());
        gateway.send(nowhere);
        gateway.send(beyond);
        gateway.send(foreign);

        Await.until("five are counted", () -> worker.worker().rejectedPrompts() == 5);

        assertEquals(5, gateway.ids(gateway.send(EncodedPrompts.of(name, 5))).size());
        assertEquals(1, worker.worker().status().admitted());
    }

    @Test
    void answersWhatCannotRun() {
        assertRefused(ErrorCode.INVALID_PROMPT, "prompt", failure(p -> p.clearPromptIds()));
        assertRefused(ErrorCode.INVALID_PROMPT, "model", failure(p -> p.setModel("another")));
        assertRefused(
                ErrorCode.TOKEN_OUT_OF_VOCABULARY,
                "prompt",
                failure(p -> p.addPromptIds(EncodedPrompts.VOCABULARY)));
        assertRefused(
                ErrorCode.TOKEN_OUT_OF_VOCABULARY, "resume", failure(p -> p.addResumeIds(-1)));
        assertRefused(
                ErrorCode.INVALID_PROMPT,
                "temperature",
                failure(p -> p.getSamplingBuilder().setTemperature(Double.NaN)));
        assertRefused(
                ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                "prompt",
                failure(p -> {
                    while (p.getPromptIdsCount() < SLOT_LENGTH) {
                        p.addPromptIds(3);
                    }
                }));
        assertRefused(
                ErrorCode.DEADLINE_EXCEEDED,
                "",
                failure(p -> p.setDeadlineEpochMillis(System.currentTimeMillis() - 10_000)));
        assertTrue(worker.worker().isReady());
        assertEquals(0, worker.worker().status().admitted());
    }
}
