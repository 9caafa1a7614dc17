package llamaline.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.CommandFailure;

/**
 * Asks for many completions, some at once, and writes them in the prompts' order. A prompt that is
 * refused becomes a result that says why; a missing gateway or model ends the run.
 */
final class PromptBatch {
    /** Answers that wait for an earlier one, for each request at once. */
    private static final int AHEAD = 4;

    private final GatewaySession session;
    private final GenerationOptions generation;
    private final int parallel;

    /**
     * Prepares a run; it starts with its first line.
     *
     * @param parallel requests at once, at least 1
     */
    PromptBatch(GatewaySession session, GenerationOptions generation, int parallel) {
        this.session = session;
        this.generation = generation;
        this.parallel = parallel;
    }

    /**
     * Returns when all prompts have their results.
     *
     * @param prompts those that have none yet
     * @param onResult told how many there are now
     */
    void run(PromptFileReader prompts, ResultFile results, IntConsumer onResult)
            throws CommandFailure, IOException, InterruptedException {
        var waiting = new ArrayDeque<Future<ObjectNode>>();
        try (ExecutorService requests =
                Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
            try {
                int index = results.size();
                for (Optional<PromptLine> next = prompts.next();
                        next.isPresent();
                        next = prompts.next()) {
                    if (waiting.size() == parallel * AHEAD) {
                        add(waiting.remove(), results, onResult);
                    }
                    PromptLine line = next.get();
                    int number = index;
                    waiting.add(requests.submit(() -> result(number, line)));
                    index++;
                }
                while (!waiting.isEmpty()) {
                    add(waiting.remove(), results, onResult);
                }
            } finally {
                requests.shutdownNow();
            }
        }
    }

    private static void add(Future<ObjectNode> future, ResultFile results, IntConsumer onResult)
            throws CommandFailure, IOException, InterruptedException {
        try {
            results.add(future.get());
            onResult.accept(results.size());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure
                    ? failure
                    : new CommandFailure("a request failed: " + e.getCause(), e);
        }
    }

    private ObjectNode result(int index, PromptLine line)
            throws CommandFailure, InterruptedException {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("index", index);
        return switch (line) {
            case PromptLine.Broken(String problem) -> result.put("error", problem);
            case PromptLine.Text(String prompt) -> complete(prompt, result.put("prompt", prompt));
        };
    }

    private ObjectNode complete(String prompt, ObjectNode result)
            throws CommandFailure, InterruptedException {
        ObjectNode body = generation.body(prompt, session.model()).put("stream", false);
        try {
            return withChoices(result, session.client().completions(body).path("choices"));
        } catch (CommandFailure e) {
            if (!e.concernsOnePrompt()) {
                throw e;
            }
            return result.put("error", e.getMessage());
        }
    }

    /** One answer stands in the result itself; several in an array. */
    private static ObjectNode withChoices(ObjectNode result, JsonNode choices) {
        if (choices.size() == 1) {
            return withChoice(result, choices.path(0));
        }
        ArrayNode array = result.putArray("choices");
        choices.forEach(choice -> withChoice(array.addObject(), choice));
        return result;
    }

    private static ObjectNode withChoice(ObjectNode result, JsonNode choice) {
        return result.put("text", choice.path("text").asText())
                .put("finish_reason", choice.path("finish_reason").asText());
    }
}
