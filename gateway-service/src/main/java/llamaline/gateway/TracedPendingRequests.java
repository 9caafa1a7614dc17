package llamaline.gateway;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.PendingRequestObserver;
import llamaline.telemetry.Tracing;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;

/**
 * Makes a span for each prompt and choice, below that of its call; the records of its attempts
 * carry it on. Passes everything on to another observer.
 */
record TracedPendingRequests(PendingRequestObserver.Source others, Tracing tracing)
        implements PendingRequestObserver.Source {
    @Override
    public PendingRequestObserver begin(GenerationRequest request) {
        String operation = request.hasChat() ? "chat" : "text_completion";
        Span span =
                tracing.belowCurrent(operation + " " + request.getModel(), SpanKind.PRODUCER)
                        .setAttribute(Tracing.OPERATION, operation)
                        .setAttribute(Tracing.MODEL, request.getModel())
                        .startSpan();
        return new Traced(others.begin(request), span);
    }

    /** Traces one request; its call's lock is held in every method. */
    private static final class Traced implements PendingRequestObserver {
        private final PendingRequestObserver other;
        private final Span span;
        private final TraceContext context;
        private long tokens;

        Traced(PendingRequestObserver other, Span span) {
            this.other = other;
            this.span = span;
            this.context = Tracing.context(span);
        }

        @Override
        public TraceContext published(int attempt) {
            var _ = other.published(attempt);
            span.setAttribute(Tracing.ATTEMPT, attempt);
            if (attempt > 1) {
                span.addEvent("republished");
            }
            return context;
        }

        @Override
        public void encoded(int promptTokens) {
            other.encoded(promptTokens);
            span.setAttribute(Tracing.INPUT_TOKENS, promptTokens);
            span.addEvent("encoded");
        }

        @Override
        public void admitted() {
            other.admitted();
            span.addEvent("admitted");
        }

        @Override
        public void tokens(int count) {
            other.tokens(count);
            if (tokens == 0) {
                span.addEvent("first token");
            }
            tokens += count;
        }

        @Override
        public void ended(FinishReason reason) {
            other.ended(reason);
            span.setAttribute(Tracing.FINISH_REASONS, List.of(GatewayMetrics.lower(reason)));
            end();
        }

        @Override
        public void failed(ErrorCode code) {
            other.failed(code);
            fail(GatewayMetrics.lower(code));
        }

        @Override
        public void abandoned(CancellationReason reason) {
            other.abandoned(reason);
            fail(GatewayMetrics.lower(reason));
        }

        private void fail(String type) {
            span.setAttribute(Tracing.ERROR, type).setStatus(StatusCode.ERROR);
            end();
        }

        private void end() {
            span.setAttribute(Tracing.OUTPUT_TOKENS, tokens).end();
        }
    }
}
