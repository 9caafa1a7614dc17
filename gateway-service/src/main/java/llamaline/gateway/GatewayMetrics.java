package llamaline.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import llamaline.gateway.limits.CallMeter;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.kafka.ReaderHealth;
import llamaline.telemetry.Histograms;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times calls, as Prometheus meters: {@code llamaline_gateway_...}. {@link
 * PendingRequestMetrics} measures the requests of a call. Thread-safe.
 */
final class GatewayMetrics implements CallMeter {
    static final String PREFIX = "llamaline.gateway.";

    /** The label of calls that were for no model, or for none that is known. */
    private static final String NO_MODEL = "none";

    private static final Set<CancellationReason> REASONS =
            EnumSet.complementOf(
                    EnumSet.of(
                            CancellationReason.CANCELLATION_REASON_UNSPECIFIED,
                            CancellationReason.UNRECOGNIZED));

    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Counter unreadable;
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();

    /** Registers the meters, which show what is open from now on. */
    GatewayMetrics(MeterRegistry registry, OpenCalls openCalls, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        Gauge.builder(PREFIX + "open.calls", openCalls, OpenCalls::count)
                .description("Calls that are open.")
                .register(registry);
        Gauge.builder(PREFIX + "open.bytes", openCalls, OpenCalls::bytes)
                .description("Their bodies, and what their callers have not read yet.")
                .baseUnit("bytes")
                .register(registry);
        unreadable =
                Counter.builder(PREFIX + "unreadable.records")
                        .description("Records of the gateway's partition that are no token events.")
                        .register(registry);
        // Zeros, so that the first one is seen as a rise.
        REASONS.forEach(this::cancellations);
    }

    /** Registers what the readers of the broker's topics count. */
    static void registerReaders(MeterRegistry registry, ReaderHealth readers) {
        FunctionCounter.builder(PREFIX + "skipped.records", readers, ReaderHealth::skippedRecords)
                .description("Records of any topic that could not be decoded.")
                .register(registry);
    }

    @Override
    public Metered begin(String route) {
        return new Call(route);
    }

    /** Counts a record of the gateway's partition that is no token events. */
    void unreadableRecord() {
        unreadable.increment();
    }

    /** Counts a cancellation that is sent. */
    void cancelled(CancellationReason reason) {
        cancellations(reason).increment();
    }

    private Counter cancellations(CancellationReason reason) {
        return Counter.builder(PREFIX + "cancellations")
                .description("Cancellations sent to workers and tokenizer services.")
                .tag("reason", lower(reason))
                .register(registry);
    }

    /** Counts a request that no attempt could answer, and which becomes a dead letter. */
    void deadLettered(String model, ErrorCode code) {
        Counter.builder(PREFIX + "dead.letters")
                .description("Requests that no attempt could answer.")
                .tag("model", model)
                .tag("code", lower(code))
                .register(registry)
                .increment();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Timer duration(String route) {
        return durations.computeIfAbsent(
                route,
                name ->
                        Histograms.ofWaits(PREFIX + "call.duration")
                                .description("From a call's head to the end of its response.")
                                .tag("route", name)
                                .register(registry));
    }

    private final class Call implements Metered {
        private final String route;
        private final long start = nanoTime.getAsLong();
        private final AtomicBoolean isOver = new AtomicBoolean();
        private volatile String model = NO_MODEL;
        private volatile @Nullable Outcome failure;

        Call(String route) {
            this.route = route;
        }

        @Override
        public void model(String name) {
            model = name;
        }

        @Override
        public void failed(RefusalCode code) {
            failure = Outcome.of(code);
        }

        @Override
        public void end(Outcome outcome) {
            if (!isOver.compareAndSet(false, true)) {
                return;
            }
            Outcome known = failure;
            Counter.builder(PREFIX + "calls")
                    .description("Calls, by how they ended.")
                    .tag("model", model)
                    .tag("route", route)
                    .tag("outcome", lower(known == null ? outcome : known))
                    .register(registry)
                    .increment();
            duration(route).record(nanoTime.getAsLong() - start, TimeUnit.NANOSECONDS);
        }
    }
}
