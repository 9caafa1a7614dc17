package llamaline.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.stack.PrivateStack;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.process.Installation;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.StartUpCaches;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Measures imports, or what the pipeline adds to the engine. There prompts differ from their first
 * word on, so that no worker finds one in its cache; the engine alone reads the same ids.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Runs a benchmark: its baseline first, then a ratio.",
        footer = {
            "",
            "Example:",
            "  ./llamaline bench pipeline    # to the first token; token events a second",
            "  ./llamaline bench import      # MB a second, against cp"
        })
final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS = 1000;
    private static final int STREAMS = 64;
    private static final int STREAM_TOKENS = 2000;
    private static final Map<String, String> STUB =
            Map.of(
                    "llamaline.worker.engine",
                    "stub",
                    "llamaline.worker.slots",
                    String.valueOf(STREAMS));

    private enum Benchmark {
        TOKENIZER,
        PIPELINE,
        IMPORT
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "tokenizer, pipeline or import.")
    private Benchmark benchmark = Benchmark.PIPELINE;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        switch (benchmark) {
            case PIPELINE -> pipeline();
            case IMPORT -> new ImportBench(terminal).run();
            case TOKENIZER ->
                    throw CommandFailure.usage("the front script runs this one by itself");
        }
        return ExitCodes.OK;
    }

    private void pipeline() throws Exception {
        List<String> bodies = bodies();
        try (PrivateStack stack = start(Map.of())) {
            URI gateway = stack.stack().url();
            Percentiles engine = engine(gateway, bodies);
            report("engine alone, to the first token", engine);
            Percentiles services = firstTokens(gateway, bodies);
            report("through the services", services);
            terminal.print(
                    "%-42s p50 %6.2f ms   p99 %6.2f ms   (goal: p50 below 5 ms)\n"
                            .formatted(
                                    "what the pipeline adds",
                                    services.millis(50) - engine.millis(50),
                                    services.millis(99) - engine.millis(99)));
        }
        try (PrivateStack stack = start(STUB)) {
            URI gateway = stack.stack().url();
            report("through the services, instant stub engine", firstTokens(gateway, bodies));
            terminal.print(
                    "%-42s %,.0f a second (%d streams of %d)\n"
                            .formatted(
                                    "token events, instant stub engine",
                                    rate(gateway),
                                    STREAMS,
                                    STREAM_TOKENS));
        }
    }

    private PrivateStack start(Map<String, String> workerSettings)
            throws LaunchException, InterruptedException {
        return PrivateStack.start(
                GatewaySession.demo(),
                workerSettings,
                new ProcessOptions(Lifetime.LONG, StartUpCaches.USE),
                terminal);
    }

    private Percentiles engine(URI gateway, List<String> bodies) throws Exception {
        GatewayClient client = GatewayClient.at(gateway.toString());
        var prompts = new ArrayList<List<Integer>>();
        for (String body : bodies) {
            prompts.add(promptIds(client, body));
        }
        Path model = PrivateStack.launcher(terminal).imported(GatewaySession.demo());
        terminal.say(
                "%d prompts of %d to %d tokens, one after the other"
                        .formatted(
                                prompts.size(),
                                prompts.stream().mapToInt(List::size).min().orElseThrow(),
                                prompts.stream().mapToInt(List::size).max().orElseThrow()));
        return new Percentiles(EngineTimes.measure(Installation.here(), model, prompts));
    }

    private static List<Integer> promptIds(GatewayClient client, String body)
            throws CommandFailure, InterruptedException, JsonProcessingException {
        ObjectNode whole = (ObjectNode) JSON.readTree(body);
        whole.put("stream", false).put("return_token_ids", true);
        JsonNode answer = JSON.readTree(client.complete(whole));
        var ids = new ArrayList<Integer>();
        answer.path("choices").path(0).path("prompt_token_ids").forEach(id -> ids.add(id.asInt()));
        return List.copyOf(ids);
    }

    private static Percentiles firstTokens(URI gateway, List<String> bodies) throws IOException {
        return new Percentiles(FirstTokens.measure(gateway, bodies, SystemClock.NANO_TIME));
    }

    /** The second of two: the first warms the services up. */
    private static double rate(URI gateway) throws IOException, InterruptedException {
        List<String> bodies = Collections.nCopies(STREAMS, body("rate", STREAM_TOKENS));
        TokenRate.measure(gateway, bodies, STREAM_TOKENS, SystemClock.NANO_TIME);
        return TokenRate.measure(gateway, bodies, STREAM_TOKENS, SystemClock.NANO_TIME);
    }

    private void report(String what, Percentiles times) throws CommandFailure {
        terminal.print(
                "%-42s p50 %6.2f ms   p99 %6.2f ms\n"
                        .formatted(what, times.millis(50), times.millis(99)));
    }

    private static List<String> bodies() {
        var bodies = new ArrayList<String>();
        for (int i = 0; i < REQUESTS; i++) {
            bodies.add(body("%03d numbers are sorted here:\ndef sort(numbers):\n".formatted(i), 4));
        }
        return bodies;
    }

    private static String body(String prompt, int maxTokens) {
        return JSON.createObjectNode()
                .put("prompt", prompt)
                .put("max_tokens", maxTokens)
                .put("temperature", 0)
                .put("ignore_eos", true)
                .put("stream", true)
                .toString();
    }
}
