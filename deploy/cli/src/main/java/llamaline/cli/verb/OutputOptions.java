package llamaline.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import llamaline.cli.client.CompletionStream;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TextTokens;
import llamaline.launcher.machine.LaunchException;

/**
 * The way in which the answer to a prompt is shown.
 *
 * @param prompt sent to the gateway as it stands
 * @param before printed before what is generated
 * @param after printed behind it
 * @param suffixFirst the layout of an infill prompt
 */
record OutputOptions(String prompt, String before, String after, boolean suffixFirst) {
    /** The prompt with the generated text behind it, or in its gap. */
    static OutputOptions whole(String prompt) {
        int gap = prompt.indexOf(TextTokens.GAP);
        if (gap < 0) {
            return new OutputOptions(prompt, prompt, "", false);
        }
        return new OutputOptions(
                prompt,
                prompt.substring(0, gap),
                prompt.substring(gap + TextTokens.GAP.length()),
                false);
    }

    /** Shows what is generated and nothing else. */
    static OutputOptions generatedOnly(String prompt) {
        return new OutputOptions(prompt, "", "", false);
    }

    OutputOptions suffixFirst(boolean first) {
        return new OutputOptions(prompt, before, after, first);
    }

    /** Asks and prints, text as it arrives. Returns the exit code 0. */
    int print(GenerationOptions generation, Terminal terminal)
            throws CommandFailure, LaunchException, InterruptedException {
        try (var session = GatewaySession.open(generation.url(), generation.model(), terminal)) {
            ObjectNode body = generation.body(prompt, session.model());
            if (suffixFirst) {
                body.put("suffix_first", true);
            }
            if (generation.json()) {
                terminal.print(session.client().complete(body) + "\n");
            } else if (generation.sequences() > 1) {
                printEach(session.client().completions(body), terminal);
            } else {
                stream(session.client(), body, terminal);
            }
            return 0;
        }
    }

    private void stream(GatewayClient client, ObjectNode body, Terminal terminal)
            throws CommandFailure, InterruptedException {
        try (CompletionStream answer = client.stream(body)) {
            terminal.print(before);
            String last = before;
            for (Optional<String> text = answer.next(); text.isPresent(); text = answer.next()) {
                terminal.print(text.get());
                last = text.get();
            }
            terminal.print(after);
            endLine(after.isEmpty() ? last : after, terminal);
        }
    }

    private void printEach(JsonNode completions, Terminal terminal) throws CommandFailure {
        JsonNode choices = completions.path("choices");
        for (int i = 0; i < choices.size(); i++) {
            String text = before + choices.path(i).path("text").asText() + after;
            String end = text.endsWith("\n") ? "" : "\n";
            terminal.print("--- %d of %d ---\n%s%s".formatted(i + 1, choices.size(), text, end));
        }
    }

    /** A person's next prompt starts on a line of its own; a pipe gets the text as it is. */
    private static void endLine(String last, Terminal terminal) throws CommandFailure {
        if (terminal.interactive() && !last.endsWith("\n")) {
            terminal.print("\n");
        }
    }
}
