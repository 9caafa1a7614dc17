package llamaline.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.contract.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Spans of requests that cross services in Kafka records. Attributes hold counts and names, never
 * text, ids or a caller's secrets. Thread-safe.
 *
 * <p>Source: OpenTelemetry, Semantic Conventions for generative AI (attributes {@code gen_ai.*}).
 */
public final class Tracing {
    /** The attribute that tells what is asked for: {@code text_completion} or {@code chat}. */
    public static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("gen_ai.operation.name");

    /** The attribute of the model's announced name. */
    public static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");

    /** The attribute that counts the prompt's tokens. */
    public static final AttributeKey<Long> INPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.input_tokens");

    /** The attribute that counts the generated tokens. */
    public static final AttributeKey<Long> OUTPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.output_tokens");

    /** The attribute that tells why a request ended. */
    public static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    /** The attribute that tells what went wrong, as a code. */
    public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** Number of the attempt, from 1. */
    public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("llamaline.attempt");

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final TextMapGetter<TraceContext> FROM_RECORD = new FromRecord();

    private final Tracer tracer;

    /**
     * @param scope the service's package
     */
    public Tracing(OpenTelemetry telemetry, String scope) {
        this.tracer = telemetry.getTracer(scope);
    }

    /** A span below one of another service, or a new trace where the record belongs to none. */
    public SpanBuilder below(TraceContext trace, String name, SpanKind kind) {
        Context parent =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, FROM_RECORD);
        return tracer.spanBuilder(name).setParent(parent).setSpanKind(kind);
    }

    /** A span below what runs on this thread. */
    public SpanBuilder belowCurrent(String name, SpanKind kind) {
        return tracer.spanBuilder(name).setSpanKind(kind);
    }

    /** Returns what a record carries so that its reader's spans come below this one. */
    public static TraceContext context(Span span) {
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(span),
                        fields,
                        (to, key, value) -> fields.put(key, value));
        return new TraceContext(fields.getOrDefault(PARENT, ""), fields.getOrDefault(STATE, ""));
    }

    private static final class FromRecord implements TextMapGetter<TraceContext> {
        @Override
        public Iterable<String> keys(TraceContext trace) {
            return List.of(PARENT, STATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext trace, String key) {
            if (trace == null) {
                return null;
            }
            return key.equals(PARENT) ? trace.parent() : key.equals(STATE) ? trace.state() : null;
        }
    }
}
