package llamaline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the models that a gateway serves. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Prints the names of the models that a gateway serves, one a line.",
        footer = {"", "Example:", "  ./llamaline models --url http://localhost:8080"})
final class ModelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--url", paramLabel = "URL", description = "The gateway (${DEFAULT-VALUE}).")
    private String url = GatewaySession.DEFAULT_URL;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        for (JsonNode model : GatewayClient.at(url).models()) {
            terminal.print(model.path("id").asText() + "\n");
        }
        return 0;
    }
}
