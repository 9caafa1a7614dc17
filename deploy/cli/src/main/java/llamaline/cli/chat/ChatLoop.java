package llamaline.cli.chat;

import java.util.Optional;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;

/** Lets a person and a model talk in turn, until the person leaves. */
public final class ChatLoop {
    private static final String HELP =
            """
            /clear  forget what was said and start anew
            /help   this
            /exit   leave (or Ctrl-D)
            Ctrl-C  cancel the answer, or the line that is being typed
            A line that ends in \\ goes on in the next one; a message between \"\"\" and \"\"\" may
            have any number of lines.
            """;

    private final ChatConsole console;
    private final GatewaySession session;
    private final GenerationOptions generation;
    private final Conversation conversation;
    private final Terminal terminal;

    public ChatLoop(
            ChatConsole console,
            GatewaySession session,
            GenerationOptions generation,
            Conversation conversation,
            Terminal terminal) {
        this.console = console;
        this.session = session;
        this.generation = generation;
        this.conversation = conversation;
        this.terminal = terminal;
    }

    public void run() throws CommandFailure, InterruptedException {
        terminal.say("/help tells what can be typed; /exit or Ctrl-D leaves");
        boolean goesOn = true;
        while (goesOn) {
            Optional<String> message = console.next();
            goesOn = message.isPresent() && take(message.get());
        }
    }

    /** Takes one turn, and says whether the talk goes on. */
    private boolean take(String message) throws CommandFailure, InterruptedException {
        String command = message.strip();
        switch (command) {
            case "" -> {}
            case "/exit" -> {
                return false;
            }
            case "/help" -> terminal.print(HELP);
            case "/clear" -> {
                conversation.clear();
                terminal.say("everything said is forgotten");
            }
            default -> {
                if (command.matches("/[a-z]+")) {
                    terminal.say("no such command: %s; /help lists them".formatted(command));
                } else {
                    answer(message);
                }
            }
        }
        return true;
    }

    /** One answer's failure does not end the talk. */
    private void answer(String message) throws InterruptedException, CommandFailure {
        conversation.ask(message);
        var turn = new ConsoleTurn(session.client(), terminal);
        var chat = generation.chatBody(conversation.messages(), session.model());
        Optional<String> note;
        try {
            boolean isCancelled = console.cancellable(() -> turn.run(chat));
            note = isCancelled ? Optional.of("cancelled") : noteOf(turn);
        } catch (CommandFailure e) {
            note = Optional.of(String.valueOf(e.getMessage()));
        }
        conversation.answer(turn.text());
        if (!turn.text().isEmpty() && !turn.text().endsWith("\n")) {
            terminal.print("\n");
        }
        note.ifPresent(terminal::say);
    }

    private static Optional<String> noteOf(ConsoleTurn turn) {
        return turn.isCut()
                ? Optional.of("the answer is cut at its limit of tokens; --max-tokens allows more")
                : Optional.empty();
    }
}
