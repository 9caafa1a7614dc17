package llamaline.tokenization;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import llamaline.contract.TraceContext;
import llamaline.kafka.ReaderHealth;
import llamaline.telemetry.Histograms;
import llamaline.tokenization.kafka.InFlight;
import llamaline.tokenization.kafka.RequestObserver;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;

/**
 * Counts what the service does, as Prometheus meters {@code llamaline_tokenizer_...}. Thread-safe.
 */
final class TokenizerMetrics implements RequestObserver {
    private static final String PREFIX = "llamaline.tokenizer.";

    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Counter encoded;
    private final Counter refused;
    private final Counter rejected;
    private final Counter cancelled;
    private final Counter lost;
    private final Counter promptTokens;
    private final Timer encoding;

    /** Shows zeros from now on. */
    TokenizerMetrics(MeterRegistry registry, InFlight inFlight, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        encoded = records("encoded");
        refused = records("refused");
        rejected = records("rejected");
        cancelled = records("cancelled");
        lost =
                Counter.builder(PREFIX + "lost.records")
                        .description("Records of token events that the broker did not take.")
                        .register(registry);
        promptTokens =
                Counter.builder(PREFIX + "prompt.tokens")
                        .description("Ids of encoded prompts.")
                        .register(registry);
        encoding =
                Histograms.ofSteps(PREFIX + "encode.duration")
                        .description("Encoding of one prompt.")
                        .register(registry);
        forget(registry, "open.requests");
        Gauge.builder(PREFIX + "open.requests", inFlight, InFlight::requests)
                .description("Requests that are worked on.")
                .register(registry);
        forget(registry, "open.bytes");
        Gauge.builder(PREFIX + "open.bytes", inFlight, InFlight::bytes)
                .description("Their size.")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Registers what the readers of announcements count. */
    static void registerReaders(MeterRegistry registry, ReaderHealth readers) {
        forget(registry, "skipped.records");
        FunctionCounter.builder(PREFIX + "skipped.records", readers, ReaderHealth::skippedRecords)
                .description("Records of any topic that could not be decoded.")
                .register(registry);
    }

    /**
     * Takes away what an application before this one in the same JVM registered: the registry
     * outlives it, and would go on asking its objects.
     */
    private static void forget(MeterRegistry registry, String name) {
        registry.find(PREFIX + name).meters().forEach(registry::remove);
    }

    long encodedRecords() {
        return (long) encoded.count();
    }

    long refusedRecords() {
        return (long) refused.count();
    }

    long rejectedRecords() {
        return (long) rejected.count();
    }

    long lostRecords() {
        return (long) lost.count();
    }

    @Override
    public Observed begin(GenerationRequest request, TraceContext trace) {
        return new Request(trace);
    }

    @Override
    public void rejected() {
        rejected.increment();
    }

    @Override
    public void lost() {
        lost.increment();
    }

    private Counter records(String outcome) {
        return Counter.builder(PREFIX + "records")
                .description("Records of the requests topic, by what became of them.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private final class Request implements Observed {
        private final TraceContext trace;
        private long start;
        private int ids;

        Request(TraceContext trace) {
            this.trace = trace;
        }

        @Override
        public TraceContext trace() {
            return trace;
        }

        @Override
        public void encodes() {
            start = nanoTime.getAsLong();
        }

        @Override
        public void encoded(int count) {
            encoding.record(nanoTime.getAsLong() - start, TimeUnit.NANOSECONDS);
            ids = count;
        }

        @Override
        public void published() {
            encoded.increment();
            promptTokens.increment(ids);
        }

        @Override
        public void refused(ErrorCode code) {
            refused.increment();
            Counter.builder(PREFIX + "failures")
                    .description("Requests that were answered with a failure, by its code.")
                    .tag("code", code.name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }

        @Override
        public void cancelled() {
            cancelled.increment();
        }
    }
}
