package llamaline.cli.verb;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TextTokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a text with what was missing in it, as it arrives. */
@Command(
        name = "infill",
        mixinStandardHelpOptions = true,
        description = "Prints a text with its <FILL_ME> filled in, as it arrives.",
        footer = {
            "",
            "Example:",
            "  printf 'def add(a, b):\\n    return <FILL_ME>\\n\\nprint(add(1, 2))' |",
            "      ./llamaline infill -"
        })
public final class InfillCommand implements Callable<Integer>, AsksGateway {
    private final Terminal terminal;

    @Mixin private final GenerationOptions generation = new GenerationOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The text with one <FILL_ME>; '-' (the default) reads standard input.")
    private String file = "-";

    @Option(
            names = "--filling-only",
            description = "Print what was generated, without the text around it.")
    private boolean fillingOnly;

    @Option(
            names = "--suffix-first",
            description = "Give the model the text after the gap first (SPM).")
    private boolean suffixFirst;

    public InfillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        String text =
                file.equals("-")
                        ? PromptSource.read(terminal.in(), "standard input")
                        : PromptSource.read(Path.of(file));
        if (!text.contains(TextTokens.GAP)) {
            throw new CommandFailure(
                    "no %s in the text: it marks what is to be filled in"
                            .formatted(TextTokens.GAP));
        }
        OutputOptions answer =
                fillingOnly ? OutputOptions.generatedOnly(text) : OutputOptions.whole(text);
        return answer.suffixFirst(suffixFirst).print(generation, terminal);
    }
}
