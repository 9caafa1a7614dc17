package llamaline.cli;

import java.util.List;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a call's arguments, and where help is to be had. */
record WrongUsage(Terminal terminal) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String verb = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String what = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        terminal.say("%s%s; see %s --help".formatted(what, suggestion(wrong), verb));
        return ExitCodes.USAGE;
    }

    private static String suggestion(ParameterException wrong) {
        List<String> close =
                wrong instanceof UnmatchedArgumentException unknown
                        ? unknown.getSuggestions()
                        : List.of();
        return close.isEmpty() ? "" : " (is %s meant?)".formatted(close.getFirst());
    }
}
