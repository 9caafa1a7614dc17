package llamaline.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.gateway.DemoTokenizer;
import llamaline.testkit.Seeds;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

/** Whatever happens behind the gateway: each index once, in order, and exactly one end. */
class PendingRequestPropertyTest {
    private static final String TEXT = "  if x:\n        return \"日本\"\n    return é\n";
    private static final int[] TRUTH = truth();

    @Test
    void withoutTroubleEveryCallIsWhole() {
        Seeds.forEach(
                500,
                random -> {
                    StreamFixture gateway = run(random, 0);
                    for (int choice = 0; choice < choices(gateway); choice++) {
                        assertWhole(gateway.told, choice);
                    }
                    assertEquals(List.of(), gateway.told.failures());
                });
    }

    @Test
    void withTroubleACallIsWholeOrFailsOnce() {
        Seeds.forEach(
                3_000,
                random -> {
                    StreamFixture gateway = run(random, 0.15 * random.nextDouble());
                    Told told = gateway.told;
                    boolean isFailed = !told.failures().isEmpty();
                    assertTrue(told.failures().size() <= 1);
                    for (int choice = 0; choice < choices(gateway); choice++) {
                        if (isFailed) {
                            assertPrefix(told, choice);
                        } else {
                            assertWhole(told, choice);
                        }
                    }
                    assertEquals(0, gateway.pendingRequests.openCalls());
                });
    }

    @Test
    void afterAHangUpNothingIsToldAndNothingRuns() {
        Seeds.forEach(
                1_000,
                random -> {
                    StreamFixture gateway = new StreamFixture();
                    Call call = gateway.open(random.nextInt(1, 4));
                    RandomService service = new RandomService(random, TRUTH, 0.05);
                    runFor(random.nextInt(60), gateway, service, random);
                    boolean wasOpen = gateway.pendingRequests.openCalls() > 0;
                    int told = gateway.told.events().size();
                    int published = gateway.publisher.published.size();

                    call.hangUp();
                    runFor(200, gateway, service, random);

                    assertEquals(told, gateway.told.events().size());
                    assertEquals(published, gateway.publisher.published.size());
                    assertEquals(0, gateway.pendingRequests.openCalls());
                    assertEquals(
                            wasOpen,
                            gateway.publisher.cancelled.stream()
                                    .anyMatch(PendingRequestPropertyTest::isHangUp));
                });
    }

    private static boolean isHangUp(Cancellation cancellation) {
        return cancellation.getReason() == CancellationReason.CALLER_GONE;
    }

    private static StreamFixture run(RandomGenerator random, double trouble) {
        StreamFixture gateway = new StreamFixture();
        gateway.open(random.nextInt(1, 4));
        RandomService service = new RandomService(random, TRUTH, trouble);
        while (gateway.pendingRequests.openCalls() > 0) {
            runFor(1, gateway, service, random);
            if (service.isIdle()) {
                gateway.pass(StreamFixture.STALL);
            }
        }
        // What is still on its way must change nothing.
        int told = gateway.told.events().size();
        runFor(200, gateway, service, random);
        assertEquals(told, gateway.told.events().size());
        return gateway;
    }

    private static void runFor(
            int steps, StreamFixture gateway, RandomService service, RandomGenerator random) {
        for (int i = 0; i < steps; i++) {
            service.take(gateway.publisher.published);
            service.step(gateway);
            if (random.nextInt(20) == 0) {
                gateway.pass(Duration.ofMillis(random.nextInt(2_000)));
            }
        }
    }

    private static int choices(StreamFixture gateway) {
        return (int)
                gateway.publisher.published.stream()
                        .map(GenerationRequest::getRequestId)
                        .distinct()
                        .count();
    }

    private static void assertWhole(Told told, int choice) {
        assertEquals(Arrays.stream(TRUTH).boxed().toList(), told.ids(choice));
        assertEquals(TEXT, told.text(choice));
        assertEquals(1, told.ends(choice).size());
        assertEquals(FinishReason.STOP, told.ends(choice).getFirst().reason());
    }

    private static void assertPrefix(Told told, int choice) {
        List<Integer> ids = told.ids(choice);
        assertEquals(Arrays.stream(TRUTH).limit(ids.size()).boxed().toList(), ids);
        assertTrue(told.ends(choice).size() <= 1);
    }

    private static int[] truth() {
        int[] text = DemoTokenizer.continuation(TEXT);
        int[] ids = Arrays.copyOf(text, text.length + 1);
        ids[text.length] = DemoTokenizer.eos();
        return ids;
    }
}
