package llamaline.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import llamaline.telemetry.Tracing;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.prompt.Prompt;

/**
 * Traces each sequence by spans below that of the record that brought it: queue, prefill, decode.
 * They are made when the sequence ends, from the times that it kept, so that steps cost nothing.
 * Whoever else observes is told as well.
 */
record TracedSequences(LoopObserver others, Tracing tracing, String model, InstantSource clock)
        implements LoopObserver {
    @Override
    public void droppedRedelivery() {
        others.droppedRedelivery();
    }

    @Override
    public void droppedCancelled() {
        others.droppedCancelled();
    }

    @Override
    public void refused(SequenceErrorCode code) {
        others.refused(code);
    }

    @Override
    public void admitted(Prompt prompt, int cached, long queueMillis) {
        others.admitted(prompt, cached, queueMillis);
    }

    @Override
    public void prefilled(int ids, long nanos) {
        others.prefilled(ids, nanos);
    }

    @Override
    public void stepped(int sequences, long nanos) {
        others.stepped(sequences, nanos);
    }

    @Override
    public void finished(Prompt prompt, SequenceProgress progress, SequenceFinishReason reason) {
        others.finished(prompt, progress, reason);
        Span last = spans(prompt, progress);
        last.setAttribute(Tracing.FINISH_REASONS, List.of(WorkerMetrics.lower(reason)));
        last.end(clock.instant());
    }

    @Override
    public void failed(Prompt prompt, SequenceProgress progress, SequenceErrorCode code) {
        others.failed(prompt, progress, code);
        Span last = spans(prompt, progress);
        last.setAttribute(Tracing.ERROR, WorkerMetrics.lower(code)).setStatus(StatusCode.ERROR);
        last.end(clock.instant());
    }

    @Override
    public void cancelled(Prompt prompt, SequenceProgress progress) {
        others.cancelled(prompt, progress);
        Span last = spans(prompt, progress);
        last.setAttribute(Tracing.ERROR, "cancelled");
        last.end(clock.instant());
    }

    /** Returns the last one, still open: the phase in which the sequence ended. */
    private Span spans(Prompt prompt, SequenceProgress progress) {
        Instant end = clock.instant();
        Instant firstToken = end.minusNanos(progress.decodeNanos());
        Instant admitted = firstToken.minusNanos(progress.prefillNanos());
        Span queue = span(prompt, "queue", queuedAt(prompt).orElse(admitted));
        if (!progress.isAdmitted()) {
            return queue;
        }
        queue.end(admitted);
        Span prefill = span(prompt, "prefill", admitted);
        prefill.setAttribute(
                Tracing.INPUT_TOKENS,
                (long) prompt.promptIds().count() + prompt.resumeIds().count());
        if (progress.generated() == 0) {
            return prefill;
        }
        prefill.end(firstToken);
        return span(prompt, "decode", firstToken)
                .setAttribute(Tracing.OUTPUT_TOKENS, (long) progress.generated());
    }

    /** The time when the prompt joined the queue, by its publisher's clock. */
    private static Optional<Instant> queuedAt(Prompt prompt) {
        long millis = prompt.delivery().publishedEpochMillis();
        return millis > 0 ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    private Span span(Prompt prompt, String name, Instant start) {
        return tracing.below(prompt.delivery().trace(), name, SpanKind.INTERNAL)
                .setStartTimestamp(start)
                .setAttribute(Tracing.MODEL, model)
                .setAttribute(Tracing.ATTEMPT, (long) prompt.key().attempt())
                .startSpan();
    }
}
