package llamaline.worker.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.telemetry.Clocks;
import llamaline.v1.FinishReason;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.sampling.Sampled;
import llamaline.worker.sampling.SampledLogprobs;
import llamaline.worker.sampling.Sampler;
import llamaline.worker.sampling.WantedLogprobs;

/** From logits to events: the next token, where an answer ends, scores of a prompt. */
final class Answers {
    private final int slotLength;
    private final Sampler sampler;
    private final Outbox outbox;
    private final Clocks clocks;
    private final LoopObserver observer;
    private long tokens;

    Answers(int vocabulary, int slotLength, Outbox outbox, Clocks clocks, LoopObserver observer) {
        this.slotLength = slotLength;
        this.outbox = outbox;
        this.clocks = clocks;
        this.observer = observer;
        sampler = new Sampler(vocabulary);
    }

    /** What follows a token. */
    sealed interface Next {
        /** Another one. */
        record GoesOn() implements Next {}

        /** Nothing: the answer is whole. */
        record Ends(FinishReason reason) implements Next {}

        /** There is no token. */
        record Fails(String reason) implements Next {}
    }

    /** Ids generated so far, of all sequences. */
    long tokens() {
        return tokens;
    }

    void admitted(Sequence sequence) {
        long published = sequence.prompt.delivery().publishedEpochMillis();
        long waited = published > 0 ? Math.max(0, clocks.wall().millis() - published) : 0;
        sequence.admittedAt(clocks.nanos(), waited);
        int cached = sequence.state instanceof SequenceState.Prefilling p ? p.read() : 0;
        observer.admitted(sequence.prompt, cached, waited);
        outbox.add(sequence.prompt, new SequenceEvent.Admitted(cached, waited));
    }

    /** Where an earlier attempt gave all there was to give but the end. */
    Optional<FinishReason> alreadyWhole(Sequence sequence) {
        boolean onlyScores =
                sequence.prompt.scoresPrompt() && sequence.prompt.limits().maxNewTokens() == 0;
        return onlyScores ? Optional.empty() : reasonToEnd(sequence);
    }

    /** Chooses the next token, says it, and decides what follows. */
    Next next(Sequence sequence, Logits logits, int row) {
        Sampled sampled =
                sampler.sample(
                        logits,
                        row,
                        sequence.prompt.sampling(),
                        sequence.history,
                        sequence.suppressed());
        return switch (sampled) {
            case Sampled.Unusable(String reason) -> new Next.Fails(reason);
            case Sampled.Token(int id, Optional<SampledLogprobs> logprobs) -> {
                int index = sequence.history.generated();
                sequence.append(id);
                sequence.tokenAt(clocks.nanos());
                tokens++;
                outbox.add(sequence.prompt, new SequenceEvent.Token(index, id, logprobs));
                Optional<FinishReason> reason = reasonToEnd(sequence);
                yield reason.isPresent() ? new Next.Ends(reason.get()) : new Next.GoesOn();
            }
        };
    }

    private Optional<FinishReason> reasonToEnd(Sequence sequence) {
        GenerationLimits limits = sequence.prompt.limits();
        int generated = sequence.history.generated();
        if (generated > 0 && limits.stopsAt(sequence.lastId())) {
            return Optional.of(FinishReason.STOP);
        }
        boolean isLong = generated >= limits.maxNewTokens() || sequence.length() >= slotLength;
        return isLong ? Optional.of(FinishReason.LENGTH) : Optional.empty();
    }

    /** Says how likely the prompt's own ids were, as far as a chunk's rows tell. */
    void scorePrompt(PrefillChunk chunk, Logits logits) {
        if (chunk.logitRows() != LogitRows.ALL) {
            return;
        }
        Sequence sequence = chunk.sequence();
        WantedLogprobs wanted = sequence.prompt.sampling().logprobs().orElse(WantedLogprobs.top(0));
        int end = Math.min(chunk.to() + 1, sequence.prompt.promptIds().count());
        List<SampledLogprobs> scores = new ArrayList<>();
        for (int index = chunk.from() + 1; index < end; index++) {
            int row = index - 1 - chunk.from();
            scores.add(sampler.score(logits, row, sequence.id(index), wanted));
        }
        var event = new SequenceEvent.PromptScores(chunk.from() + 1, scores);
        outbox.add(sequence.prompt, event);
    }
}
