package llamaline.cli.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import llamaline.cli.terminal.CommandFailure;
import llamaline.launcher.machine.FileFailure;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.TerminalBuilder;

/**
 * A person's keyboard and screen, with editing and a history of lines that ends with the program.
 *
 * <p>All the while keys come as they are pressed, Ctrl-C among them: as a signal it would reach the
 * processes of a private stack too.
 */
public final class ChatConsole implements AutoCloseable {
    private static final String PROMPT = "> ";
    private static final String PROMPT_OF_NEXT_LINE = ". ";
    private static final String CANCEL = "cancel";

    private final org.jline.terminal.Terminal terminal;
    private final Attributes original;
    private final LineReader reader;
    private final MessageLines messages = new MessageLines(this::line);
    private final TypedAhead typedAhead = new TypedAhead();
    private boolean isCancelled;

    /** A task that a key press may end. */
    interface Task {
        void run() throws CommandFailure, InterruptedException;
    }

    /**
     * Edits lines on a terminal of JLine.
     *
     * @param terminal closed with this
     */
    ChatConsole(org.jline.terminal.Terminal terminal) {
        this.terminal = terminal;
        this.original = terminal.getAttributes();
        takeKeys();
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.INSERT_TAB, true)
                        .build();
        reader.getWidgets().put(CANCEL, this::cancelLine);
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(new Reference(CANCEL), String.valueOf((char) CancelKey.CODE));
    }

    /** A terminal that cannot move its cursor shows lines as they are typed, and keeps Ctrl-C. */
    private void takeKeys() {
        if (!terminal.getType().startsWith("dumb")) {
            terminal.enterRawMode();
            Attributes withoutSignal = terminal.getAttributes();
            withoutSignal.setControlChar(ControlChar.VINTR, 0);
            terminal.setAttributes(withoutSignal);
        }
    }

    /**
     * Opens the console of the process.
     *
     * @throws CommandFailure if there is no terminal
     */
    public static ChatConsole open() throws CommandFailure {
        try {
            return new ChatConsole(
                    TerminalBuilder.builder()
                            .system(true)
                            .dumb(true)
                            .nativeSignals(false)
                            .encoding(StandardCharsets.UTF_8)
                            .build());
        } catch (IOException e) {
            throw new CommandFailure("cannot use this terminal: " + FileFailure.reason(e), e);
        }
    }

    /** Reads what the person says next; empty for good after Ctrl-D. Ctrl-C begins it anew. */
    Optional<String> next() {
        while (true) {
            try {
                return messages.next();
            } catch (UserInterruptException e) {
                // The line was cancelled; the next one follows.
            }
        }
    }

    /**
     * Runs a task on this thread until it ends or the person presses Ctrl-C.
     *
     * @return whether it was cancelled
     */
    boolean cancellable(Task task) throws CommandFailure, InterruptedException {
        var key = new CancelKey(terminal.reader(), Thread.currentThread());
        key.watch();
        try {
            task.run();
        } catch (CommandFailure | InterruptedException e) {
            if (!key.isPressed()) {
                throw e;
            }
        } finally {
            key.ignore();
            typedAhead.add(key.typed());
        }
        return key.isPressed();
    }

    @Override
    public void close() throws CommandFailure {
        try {
            terminal.setAttributes(original);
            terminal.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot give the terminal back: " + FileFailure.reason(e), e);
        }
    }

    private Optional<String> line(boolean isFirst) {
        String prompt = isFirst ? PROMPT : PROMPT_OF_NEXT_LINE;
        Optional<String> typed = typedAhead.line();
        typed.ifPresent(line -> terminal.writer().println(prompt + line));
        terminal.flush();
        return typed.or(() -> edited(prompt, typedAhead.rest()));
    }

    private Optional<String> edited(String prompt, String typedSoFar) {
        try {
            isCancelled = false;
            String line = reader.readLine(prompt, null, typedSoFar);
            if (isCancelled) {
                throw new UserInterruptException(line);
            }
            return Optional.of(line);
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }

    private boolean cancelLine() {
        isCancelled = true;
        reader.callWidget(LineReader.ACCEPT_LINE);
        return true;
    }
}
