package llamaline.gateway;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.WorkerStatus;

/**
 * Tokenizer service and worker of several models, which answer whatever comes with one token, on a
 * thread of their own.
 */
public final class AnsweringPipeline implements AutoCloseable {
    private static final List<Integer> PROMPT = List.of(1, 446, 288);
    private static final int ANSWER = 300;

    private final List<ModelCard> cards;
    private final Thread thread;
    private volatile boolean isStopping;

    private AnsweringPipeline(List<ModelCard> cards) {
        this.cards = cards;
        this.thread = Thread.ofPlatform().name("answering-pipeline").unstarted(this::run);
    }

    /** Announces the models; the topics must be there. */
    public static AnsweringPipeline serving(ModelCard... cards) {
        AnsweringPipeline pipeline = new AnsweringPipeline(List.of(cards));
        pipeline.thread.start();
        return pipeline;
    }

    private void run() {
        List<ScriptedPipeline> pipelines = new ArrayList<>();
        for (ModelCard card : cards) {
            ScriptedPipeline pipeline = ScriptedPipeline.serving(card);
            pipelines.add(pipeline);
            pipeline.tell(worker(pipeline));
        }
        while (!isStopping) {
            pipelines.forEach(
                    pipeline -> pipeline.fresh().forEach(request -> answer(pipeline, request)));
        }
        for (ScriptedPipeline pipeline : pipelines) {
            pipeline.tell(worker(pipeline).toBuilder().setStopping(true).build());
            pipeline.close();
        }
    }

    /** Each model has its own: a worker serves one. */
    private static WorkerStatus worker(ScriptedPipeline pipeline) {
        return Cards.status("worker of " + pipeline.model(), pipeline.model());
    }

    private static void answer(ScriptedPipeline pipeline, GenerationRequest request) {
        pipeline.say(ScriptedPipeline.TOKENIZER, Say.encoded(request, PROMPT));
        List<TokenEvent> events = new ArrayList<>();
        if (request.getSampling().getPromptLogprobs()) {
            events.add(Say.scored(request, 1, List.of(scores(446), scores(288))));
        }
        if (request.getSampling().getMaxNewTokens() > 0) {
            events.add(Say.tokens(request, 0, ANSWER));
        }
        events.add(Say.finished(request, FinishReason.LENGTH));
        pipeline.say(ScriptedPipeline.WORKER, events.toArray(TokenEvent[]::new));
    }

    private static TokenLogprobs scores(int id) {
        return TokenLogprobs.newBuilder().setId(id).setLogprob(-1).setRank(1).build();
    }

    @Override
    public void close() {
        isStopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
