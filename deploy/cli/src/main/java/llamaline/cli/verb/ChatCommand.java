package llamaline.cli.verb;

import java.util.concurrent.Callable;
import llamaline.cli.chat.ChatConsole;
import llamaline.cli.chat.ChatLoop;
import llamaline.cli.chat.ConsoleTurn;
import llamaline.cli.chat.Conversation;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Talks with a model: at a terminal in turns, else one message and its answer. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Talks with an Instruct model, in turns; /help there tells more.",
            "With MESSAGE, or a message on standard input, it prints the one answer and ends."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline chat --model ~/models/CodeLlama-7b-Instruct-hf",
            "  (echo 'What does this function do?'; cat fibonacci.py) | ./llamaline chat"
        })
public final class ChatCommand implements Callable<Integer>, AsksGateway {
    private final Terminal terminal;
    private final boolean typed;

    @Mixin private final GenerationOptions generation = new GenerationOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "MESSAGE",
            description = "The only message; '-' reads it from standard input.")
    private @Nullable String message;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "What the model is told before the first message.")
    private @Nullable String system;

    /**
     * Makes the verb for a terminal.
     *
     * @param typed whether a person types the input
     */
    public ChatCommand(Terminal terminal, boolean typed) {
        this.terminal = terminal;
        this.typed = typed;
    }

    @Override
    public Integer call() throws Exception {
        boolean inTurns = message == null && typed && terminal.interactive();
        if (inTurns && generation.json()) {
            throw CommandFailure.usage("--json goes with one MESSAGE, or with standard input");
        }
        if (generation.sequences() > 1 && !generation.json()) {
            throw CommandFailure.usage("--num-return-sequences above 1 goes with --json here");
        }
        String only = inTurns ? "" : onlyMessage();
        try (var session =
                GatewaySession.openForChat(generation.url(), generation.model(), terminal)) {
            if (inTurns) {
                talk(session);
            } else {
                answer(only, session);
            }
        }
        return 0;
    }

    private String onlyMessage() throws CommandFailure {
        return PromptSource.argumentOr(terminal.in(), message);
    }

    private void talk(GatewaySession session) throws CommandFailure, InterruptedException {
        try (ChatConsole console = ChatConsole.open()) {
            new ChatLoop(console, session, generation, new Conversation(system), terminal).run();
        }
    }

    private void answer(String only, GatewaySession session)
            throws CommandFailure, InterruptedException {
        var conversation = new Conversation(system);
        conversation.ask(only);
        var chat = generation.chatBody(conversation.messages(), session.model());
        if (generation.json()) {
            terminal.print(session.client().completeChat(chat) + "\n");
            return;
        }
        var turn = new ConsoleTurn(session.client(), terminal);
        turn.run(chat);
        if (terminal.interactive() && !turn.text().endsWith("\n")) {
            terminal.print("\n");
        }
    }
}
