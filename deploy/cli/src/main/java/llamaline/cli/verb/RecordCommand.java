package llamaline.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import llamaline.cli.client.CompletionStream;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.stack.PrivateStack;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.StartUpCaches;
import picocli.CommandLine.Command;

/**
 * Starts everything once and uses it, so that each process writes its start-up cache as it ends.
 */
@Command(name = "record", hidden = true, description = "Records the start-up caches of a build.")
public final class RecordCommand implements Callable<Integer> {
    /** The prompts that callers begin with. */
    private static final List<String> PROMPTS =
            List.of("def add(a, b):", "def add(a, b):\n    return <FILL_ME>\n\nprint(add(1, 2))");

    private final Terminal terminal;

    public RecordCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (var stack =
                PrivateStack.start(
                        GatewaySession.demo(),
                        Map.of(),
                        new ProcessOptions(Lifetime.LONG, StartUpCaches.RECORD),
                        terminal)) {
            GatewayClient client = GatewayClient.at(stack.stack().url().toString());
            for (String prompt : PROMPTS) {
                use(client, prompt);
            }
            stack.stack().askAllToStop();
            stack.stack().close();
        }
        return 0;
    }

    private static void use(GatewayClient client, String prompt)
            throws CommandFailure, InterruptedException {
        ObjectNode body = new GenerationOptions().body(prompt, null);
        try (CompletionStream answer = client.stream(body)) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = answer.next().isPresent();
            }
        }
        client.complete(body.put("stream", false));
    }
}
