package llamaline.endtoend.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import llamaline.endtoend.observability.TraceReceiver.ReceivedSpan;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Await;
import org.junit.jupiter.api.Test;

/** One trace goes through all three services; without a receiver nobody says a word of it. */
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SECRET = "quincunx_of_the_caller";

    @Test
    void oneTraceCoversAllServices() throws IOException {
        try (var receiver = new TraceReceiver();
                var stack = RunningStack.up(traced(receiver.url()))) {
            ask(stack);
            Await.until("the spans", () -> names(receiver).contains("decode"));
            Await.until("those of the gateway", () -> receiver.ofTrace(TRACE).size() == 6);

            List<ReceivedSpan> spans = receiver.ofTrace(TRACE);
            ReceivedSpan call = named(spans, "POST /v1/completions");
            ReceivedSpan generation = named(spans, "text_completion demo");
            ReceivedSpan encode = named(spans, "encode");
            assertEquals(CALLER, call.parent());
            assertEquals(call.id(), generation.parent());
            assertEquals(generation.id(), encode.parent());
            for (String phase : List.of("queue", "prefill", "decode")) {
                assertEquals(encode.id(), named(spans, phase).parent(), phase);
                assertEquals("inference-worker", named(spans, phase).service());
            }
            assertEquals("gateway-service", generation.service());
            assertEquals("tokenizer-service", encode.service());
            assertFalse(receiver.holds(SECRET));
        }
    }

    @Test
    void isSilentByDefault() throws IOException {
        RunningStack stack = Stacks.ofTwoWorkers();
        ask(stack);
        for (var log : stack.logs()) {
            String text = Files.readString(log);
            assertFalse(text.contains("otel") || text.contains("OpenTelemetry"), text);
        }
    }

    private static Map<String, String> traced(String url) {
        return Map.of(
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", url,
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100MS");
    }

    private static void ask(RunningStack stack) {
        var body = Gateway.greedy("demo", 8).put("prompt", "def " + SECRET + "(x):");
        var request =
                stack.gateway()
                        .post(body.toString())
                        .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
        var answer = Gateway.send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static Set<String> names(TraceReceiver receiver) {
        return receiver.ofTrace(TRACE).stream()
                .map(ReceivedSpan::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ReceivedSpan named(List<ReceivedSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + spans));
    }
}
