package llamaline.gateway.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import llamaline.contract.ReplyAddress;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.telemetry.Clocks;
import llamaline.v1.GenerationRequest;
import llamaline.v1.SamplingParameters;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;

/** The pending requests of a gateway, without a broker, and with a clock that is set by hand. */
final class StreamFixture {
    static final String MODEL = "demo";
    static final String GATEWAY = "gateway-me";
    static final Duration STALL = Duration.ofSeconds(5);
    static final Duration DEADLINE = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");
    static final List<Integer> PROMPT_IDS =
            Arrays.stream(DemoTokenizer.prompt("def f(x):")).boxed().toList();

    final FakeRequestPublisher publisher = new FakeRequestPublisher();
    final Told told = new Told();
    final PendingRequests pendingRequests;
    boolean isServed = true;
    long lostWorkers;
    final ObservedRequests observed = new ObservedRequests();
    private long nanos;

    StreamFixture() {
        Clocks clocks = new Clocks(() -> WALL.plusNanos(nanos), () -> nanos);
        ModelLiveness liveness =
                new ModelLiveness() {
                    @Override
                    public boolean isServed(String model) {
                        return isServed;
                    }

                    @Override
                    public long lostWorkers(String model) {
                        return lostWorkers;
                    }
                };
        pendingRequests =
                new PendingRequests(
                        new ReplyAddress("llamaline.tokens", 3, GATEWAY),
                        new StreamSettings(STALL, 3, DEADLINE, GRACE),
                        clocks,
                        publisher,
                        liveness,
                        new Random(7),
                        observed);
    }

    /** A call of so many choices. */
    Call open(int choices, SamplingParameters sampling, String... stops) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            requests.add(
                    GenerationRequest.newBuilder()
                            .setModel(MODEL)
                            .setChoice(i)
                            .setSampling(sampling)
                            .build());
        }
        return open(requests, DetokenizerOptions.endingAt(List.of(stops)));
    }

    private Call open(List<GenerationRequest> requests, DetokenizerOptions rules) {
        return pendingRequests.open(new CallPlan(DemoTokenizer.INSTANCE, requests, rules), told);
    }

    /** A call of one choice. */
    Call open(SamplingParameters sampling, DetokenizerOptions rules) {
        return open(
                List.of(
                        GenerationRequest.newBuilder()
                                .setModel(MODEL)
                                .setSampling(sampling)
                                .build()),
                rules);
    }

    Call open(int choices) {
        return open(choices, sampling(1_000));
    }

    static SamplingParameters sampling(int maxNewTokens) {
        return SamplingParameters.newBuilder().setMaxNewTokens(maxNewTokens).build();
    }

    /** One record from a source. */
    void hear(String source, TokenEvent... events) {
        pendingRequests.accept(
                TokenEvents.newBuilder().setSourceId(source).addAllEvents(List.of(events)).build());
    }

    /** Time passes, and the gateway looks at its requests. */
    void pass(Duration time) {
        nanos += time.toNanos();
        pendingRequests.supervise();
    }

    /** A little more than a stall. */
    void passStall() {
        pass(STALL.plusMillis(1));
    }

    GenerationRequest attempt() {
        return publisher.last();
    }
}
