package llamaline.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.PendingRequestObserver;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;

/**
 * Measures what requests go through between their publication and their end, on the gateway's own
 * clock. Thread-safe.
 */
final class PendingRequestMetrics implements PendingRequestObserver.Source {
    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();

    PendingRequestMetrics(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /** A request's model was announced by a worker, so there are few. */
    @Override
    public PendingRequestObserver begin(GenerationRequest request) {
        return new Observed(
                models.computeIfAbsent(
                        request.getModel(), name -> new ModelMeters(registry, name)));
    }

    /** Measures one request; its call's lock is held in every method. */
    private final class Observed implements PendingRequestObserver {
        private final ModelMeters meters;
        private final long begin = nanoTime.getAsLong();
        private long lastPhase = begin;
        private long firstToken;
        private long lastToken;
        private int attempt;
        private int promptTokens;
        private int tokens;
        private boolean isAdmitted;

        Observed(ModelMeters meters) {
            this.meters = meters;
        }

        @Override
        public TraceContext published(int number) {
            attempt = number;
            (number == 1 ? meters.attempts : meters.republishes).increment();
            return TraceContext.NONE;
        }

        @Override
        public void encoded(int count) {
            promptTokens = count;
            if (attempt == 1 && !isAdmitted) {
                phaseEnds(meters.encode);
            }
        }

        @Override
        public void admitted() {
            if (attempt == 1 && !isAdmitted) {
                phaseEnds(meters.queue);
            }
            isAdmitted = true;
        }

        @Override
        public void tokens(int count) {
            lastToken = nanoTime.getAsLong();
            if (tokens == 0) {
                firstToken = lastToken;
                meters.timeToFirstToken.record(lastToken - begin, TimeUnit.NANOSECONDS);
                if (attempt == 1) {
                    phaseEnds(meters.prefill);
                }
            }
            tokens += count;
        }

        @Override
        public void ended(FinishReason reason) {
            if (tokens > 1) {
                long each = (lastToken - firstToken) / (tokens - 1);
                meters.timePerOutputToken.record(each, TimeUnit.NANOSECONDS);
            }
            count();
        }

        @Override
        public void failed(ErrorCode code) {
            count();
        }

        @Override
        public void abandoned(CancellationReason reason) {
            count();
        }

        private void count() {
            meters.promptTokens.increment(promptTokens);
            meters.generationTokens.increment(tokens);
        }

        /** Each phase begins where the one before it ended: together they are the first token's. */
        private void phaseEnds(Timer phase) {
            long now = nanoTime.getAsLong();
            phase.record(now - lastPhase, TimeUnit.NANOSECONDS);
            lastPhase = now;
        }
    }
}
