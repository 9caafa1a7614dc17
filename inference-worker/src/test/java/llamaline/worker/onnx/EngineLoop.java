package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.contract.Cancellations;
import llamaline.contract.ReplyAddress;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.StepEvent;
import llamaline.worker.loop.DecodeLoop;
import llamaline.worker.loop.FreeSlots;
import llamaline.worker.loop.LoopContext;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.loop.LoopSettings;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.SamplingOptions;

/** A model behind the decode loop, without Kafka: prompts in, greedy ids out. */
final class EngineLoop {
    private static final ReplyAddress REPLY = new ReplyAddress("llamaline.tokens", 0, "gateway");
    private static final long FAR_AWAY = Long.MAX_VALUE / 2;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final CausalLanguageModel model;
    private final int chunkLength;
    private final Map<String, List<Integer>> answers = new HashMap<>();

    EngineLoop(CausalLanguageModel model, int chunkLength) {
        this.model = model;
        this.chunkLength = chunkLength;
    }

    /** Runs all side by side, as many at once as there are slots; answers in the runs' order. */
    List<List<Integer>> answer(List<GoldenRun> runs)
            throws InterruptedException, ExecutionException, TimeoutException {
        FreeSlots freeSlots = new FreeSlots(model.slots());
        DecodeLoop loop = loop(freeSlots);
        loop.start();
        for (GoldenRun run : runs) {
            assertTrue(freeSlots.acquire(TIMEOUT), "a slot comes free");
            loop.submit(prompt(run));
        }
        loop.drain().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(loop.stop(TIMEOUT));
        List<List<Integer>> inOrder = new ArrayList<>();
        synchronized (answers) {
            runs.forEach(run -> inOrder.add(answers.getOrDefault(run.id(), List.of())));
            answers.clear();
        }
        return inOrder;
    }

    private DecodeLoop loop(FreeSlots freeSlots) {
        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        var context =
                new LoopContext(
                        this::note, freeSlots, new Cancellations(10), clocks, LoopObserver.NONE);
        return new DecodeLoop(model, LoopSettings.withChunkLength(chunkLength), context);
    }

    private void note(List<StepEvent> events) {
        synchronized (answers) {
            for (StepEvent event : events) {
                if (event.event() instanceof SequenceEvent.Token token) {
                    answers.computeIfAbsent(event.key().requestId(), _ -> new ArrayList<>())
                            .add(token.id());
                }
            }
        }
    }

    private static Prompt prompt(GoldenRun run) {
        return new Prompt(
                new PromptKey(run.id(), 1),
                REPLY,
                new Delivery(0, FAR_AWAY, 1),
                SamplingOptions.greedy(),
                new GenerationLimits(
                        Math.max(1, run.newIds().size()), 0, TokenIdList.of(run.stopIds()), false),
                TokenIdList.of(run.promptIds()),
                TokenIdList.NONE,
                false);
    }
}
