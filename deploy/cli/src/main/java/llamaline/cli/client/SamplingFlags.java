package llamaline.cli.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How tokens are drawn and when it ends, under the names of Transformers' {@code generate}; where
 * OpenAI's API has another name, that one does too. The gateway checks the values.
 */
final class SamplingFlags {
    @Option(
            names = {"--max-new-tokens", "--max-tokens"},
            paramLabel = "N",
            description = "Longest continuation, in tokens (${DEFAULT-VALUE}).")
    private int maxNewTokens = 256;

    @Option(
            names = {"--min-new-tokens", "--min-tokens"},
            paramLabel = "N",
            description = "Shortest continuation, in tokens.")
    private @Nullable Integer minNewTokens;

    @Option(
            names = "--do-sample",
            negatable = true,
            description =
                    "Draw tokens, at temperature 1 where no other is given; without it or"
                            + " --temperature always the most likely token.")
    private @Nullable Boolean doSample;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 = always the most likely token; above 0 tokens are drawn.")
    private @Nullable Double temperature;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the most likely tokens that add up to P.")
    private @Nullable Double topP;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Draw from the K most likely tokens.")
    private @Nullable Integer topK;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Draw from tokens at least P times as likely as the most likely one.")
    private @Nullable Double minP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Above 1: tokens that stood before become less likely.")
    private @Nullable Double repetitionPenalty;

    @Option(
            names = {"--num-return-sequences", "--n"},
            paramLabel = "N",
            description = "Answers to each prompt (1).")
    private @Nullable Integer sequences;

    @Option(names = "--seed", paramLabel = "N", description = "Makes draws repeatable.")
    private @Nullable Long seed;

    @Option(
            names = {"--stop-strings", "--stop"},
            paramLabel = "TEXT",
            description = "Ends the continuation before this text; may be repeated.")
    private List<String> stops = new ArrayList<>();

    /** The completions for each prompt. */
    int sequences() {
        return sequences == null ? 1 : sequences;
    }

    /** Length and temperature, which are always sent. */
    void putFirst(ObjectNode body) throws CommandFailure {
        body.put("max_tokens", maxNewTokens).put("temperature", effectiveTemperature());
    }

    /** Puts the other options that were given. */
    void putRest(ObjectNode body) {
        put(body, "top_p", topP);
        put(body, "top_k", topK);
        put(body, "min_p", minP);
        put(body, "repetition_penalty", repetitionPenalty);
        put(body, "n", sequences);
        put(body, "min_tokens", minNewTokens);
        put(body, "seed", seed);
        if (!stops.isEmpty()) {
            ArrayNode array = body.putArray("stop");
            stops.forEach(array::add);
        }
    }

    private double effectiveTemperature() throws CommandFailure {
        if (doSample == null) {
            return temperature == null ? 0 : temperature;
        }
        if (!doSample) {
            return 0;
        }
        if (temperature != null && temperature == 0) {
            throw CommandFailure.usage("--do-sample needs a temperature above 0");
        }
        return temperature == null ? 1 : temperature;
    }

    private static void put(ObjectNode body, String name, @Nullable Number value) {
        switch (value) {
            case null -> {}
            case Double number -> body.put(name, number);
            case Integer number -> body.put(name, number);
            case Long number -> body.put(name, number);
            default -> throw new IllegalArgumentException("no JSON number: " + value);
        }
    }
}
