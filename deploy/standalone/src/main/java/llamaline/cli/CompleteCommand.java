package llamaline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a prompt and its continuation as it arrives. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a prompt and its continuation as it arrives.",
            "A prompt with <FILL_ME> is filled in there, as in infill."
        },
        footer = {"", "Example:", "  ./llamaline complete 'def fibonacci(n):'"})
final class CompleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final GenerationOptions generation = new GenerationOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "The text to go on from; '-' (the default) reads standard input.")
    private String prompt = "-";

    @Option(
            names = "--completion-only",
            description = "Print what was generated, without the prompt.")
    private boolean completionOnly;

    CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        String text =
                prompt.equals("-") ? PromptSource.read(terminal.in(), "standard input") : prompt;
        Answer answer = completionOnly ? Answer.generatedOnly(text) : Answer.whole(text);
        return answer.print(generation, terminal);
    }
}
