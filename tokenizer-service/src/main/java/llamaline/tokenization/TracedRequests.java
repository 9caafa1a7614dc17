package llamaline.tokenization;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;
import llamaline.contract.TraceContext;
import llamaline.telemetry.Tracing;
import llamaline.tokenization.kafka.RequestObserver;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;

/**
 * A span for each request, from its reading until its prompt is with the broker; the prompt's
 * record carries it on. Whoever else observes is told as well.
 */
record TracedRequests(RequestObserver others, Tracing tracing) implements RequestObserver {
    @Override
    public Observed begin(GenerationRequest request, TraceContext trace) {
        Span span =
                tracing.below(trace, "encode", SpanKind.CONSUMER)
                        .setAttribute(Tracing.ATTEMPT, (long) request.getAttempt())
                        .startSpan();
        return new Traced(others.begin(request, trace), span, Tracing.context(span));
    }

    @Override
    public void rejected() {
        others.rejected();
    }

    @Override
    public void lost() {
        others.lost();
    }

    private record Traced(Observed other, Span span, TraceContext trace) implements Observed {
        @Override
        public void encodes() {
            other.encodes();
            span.addEvent("model known");
        }

        @Override
        public void encoded(int ids) {
            other.encoded(ids);
            span.setAttribute(Tracing.INPUT_TOKENS, (long) ids);
        }

        @Override
        public void published() {
            other.published();
            span.end();
        }

        @Override
        public void refused(ErrorCode code) {
            other.refused(code);
            span.setAttribute(Tracing.ERROR, code.name().toLowerCase(Locale.ROOT))
                    .setStatus(StatusCode.ERROR)
                    .end();
        }

        @Override
        public void cancelled() {
            other.cancelled();
            span.setAttribute(Tracing.ERROR, "cancelled").end();
        }
    }
}
