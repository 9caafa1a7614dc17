package llamaline.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import llamaline.cli.client.CompletionStream;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;

/** One answer, shown as it arrives. White space in front of it is not shown. Not thread-safe. */
public final class ConsoleTurn {
    private final GatewayClient client;
    private final Terminal terminal;
    private final StringBuilder text = new StringBuilder();
    private boolean isCut;

    public ConsoleTurn(GatewayClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    /** Asks the gateway and prints what arrives. */
    public void run(JsonNode chat) throws CommandFailure, InterruptedException {
        try (CompletionStream answer = client.streamChat(chat)) {
            for (Optional<String> next = answer.next(); next.isPresent(); next = answer.next()) {
                show(next.get());
            }
            isCut = answer.isCut();
        }
    }

    /** The text that was shown so far. */
    public String text() {
        return text.toString();
    }

    /** Says whether the completion ended only because it was as long as it may be. */
    boolean isCut() {
        return isCut;
    }

    private void show(String delta) throws CommandFailure {
        String shown = text.isEmpty() ? delta.stripLeading() : delta;
        text.append(shown);
        terminal.print(shown);
    }
}
