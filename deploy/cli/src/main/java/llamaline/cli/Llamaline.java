package llamaline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.terminal.Version;
import llamaline.cli.verb.ChatCommand;
import llamaline.cli.verb.CompleteCommand;
import llamaline.cli.verb.DetokenizeCommand;
import llamaline.cli.verb.ImportCommand;
import llamaline.cli.verb.InfillCommand;
import llamaline.cli.verb.LogitsCommand;
import llamaline.cli.verb.MaskCommand;
import llamaline.cli.verb.ModelsCommand;
import llamaline.cli.verb.RecordCommand;
import llamaline.cli.verb.ShellCompletionCommand;
import llamaline.cli.verb.TokenizeCommand;
import llamaline.cli.verb.UpCommand;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line. Each verb ends with one of {@link ExitCodes}; what failed is one line on
 * standard error.
 */
@Command(
        name = "./llamaline",
        mixinStandardHelpOptions = true,
        description = "Code Llama served over Apache Kafka.")
public final class Llamaline {
    private static final Version VERSION = new Version();

    private Llamaline() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
    }

    /** Makes the command line with all verbs. */
    public static CommandLine commandLine(Terminal terminal) {
        return prepared(verbs(terminal), terminal);
    }

    /** A command line of some verbs that fails, helps and tells its version as this one does. */
    public static CommandLine prepared(CommandLine line, Terminal terminal) {
        line.getSubcommands().values().forEach(ExitCodes::document);
        line.getCommandSpec().versionProvider(VERSION);
        line.getSubcommands()
                .values()
                .forEach(verb -> verb.getCommandSpec().versionProvider(VERSION));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.writer())
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(new WrongUsage(terminal))
                .setExecutionExceptionHandler((exception, _, _) -> {
                    terminal.say(lineOf(exception));
                    return exception instanceof CommandFailure failure
                            ? failure.exitCode()
                            : ExitCodes.FAILED;
                });
    }

    private static CommandLine verbs(Terminal terminal) {
        return new CommandLine(CommandSpec.forAnnotatedObject(new Llamaline()))
                .addSubcommand(new CompleteCommand(terminal))
                .addSubcommand(new InfillCommand(terminal))
                .addSubcommand(
                        new ChatCommand(terminal, Boolean.getBoolean("llamaline.terminal.in")))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new LogitsCommand(terminal))
                .addSubcommand(new TokenizeCommand(terminal))
                .addSubcommand(new DetokenizeCommand(terminal))
                .addSubcommand(new MaskCommand(terminal))
                .addSubcommand(new ShellCompletionCommand(terminal))
                .addSubcommand(new RecordCommand(terminal));
    }

    private static String lineOf(Exception exception) {
        return switch (exception) {
            case CommandFailure failure -> String.valueOf(failure.getMessage());
            case LaunchException failure -> String.valueOf(failure.getMessage());
            case IOException failure -> FileFailure.reason(failure);
            case InterruptedException _ -> "interrupted";
            default -> "internal error: " + exception;
        };
    }
}
