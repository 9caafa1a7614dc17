package llamaline.cli.verb;

import java.util.List;
import java.util.concurrent.Callable;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete verbs and options at the tab key. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that makes a shell complete verbs and options.",
        footer = {
            "",
            "Example:",
            "  source <(./llamaline completion bash)",
            "  source <(./llamaline completion zsh)"
        })
public final class ShellCompletionCommand implements Callable<Integer> {
    /** Verbs that the front script does by itself. */
    private static final List<String> OF_FRONT_SCRIPT =
            List.of("test", "format", "images", "dist", "bench", "jdk", "help", "version");

    /** zsh reads bash's completions; the script itself says so to it. */
    private enum Shell {
        BASH,
        ZSH
    }

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private Shell shell = Shell.BASH;

    public ShellCompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine verbs = spec.root().commandLine();
        for (String verb : OF_FRONT_SCRIPT) {
            verbs.addSubcommand(verb, CommandSpec.create());
        }
        String script = AutoComplete.bash("llamaline", verbs);
        String start =
                switch (shell) {
                    case BASH -> "";
                    case ZSH -> "autoload -Uz +X compinit && compinit\n";
                };
        terminal.print(start + script);
        return ExitCodes.OK;
    }
}
