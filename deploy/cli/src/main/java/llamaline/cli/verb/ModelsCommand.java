package llamaline.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the models that a gateway serves. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Prints the models that a gateway serves, and what each can do.",
        footer = {"", "Example:", "  ./llamaline models --url http://localhost:8080"})
public final class ModelsCommand implements Callable<Integer>, AsksGateway {
    private final Terminal terminal;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = GatewaySession.URL_OF_ENVIRONMENT_OR_DEFAULT,
            description = "The gateway ($LLAMALINE_URL, or " + GatewaySession.DEFAULT_URL + ").")
    private String url = GatewaySession.DEFAULT_URL;

    @Option(names = "--names", description = "Print the names alone, one a line.")
    private boolean names;

    @Option(names = "--json", description = "Print the gateway's list as JSON.")
    private boolean json;

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode models = GatewayClient.at(url).models();
        if (json) {
            terminal.print(models + "\n");
        } else if (names) {
            for (JsonNode model : models) {
                terminal.print(model.path("id").asText() + "\n");
            }
        } else {
            terminal.print(ModelTable.of(models));
        }
        return ExitCodes.OK;
    }
}
