package llamaline.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import llamaline.cli.batch.FileOptions;
import llamaline.cli.batch.FileRun;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
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
            "A prompt with <FILL_ME> is filled in there, as in infill.",
            "With --input it completes a file of prompts into another file."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline complete 'def fibonacci(n):'",
            "  ./llamaline complete --input prompts.jsonl --output results.jsonl --resume"
        })
public final class CompleteCommand implements Callable<Integer>, AsksGateway {
    private final Terminal terminal;

    @Mixin private final GenerationOptions generation = new GenerationOptions();

    @Mixin private final FileOptions files = new FileOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "The text to go on from; '-' (the default) reads standard input.")
    private @Nullable String prompt;

    @Option(
            names = "--completion-only",
            description = "Print what was generated, without the prompt.")
    private boolean completionOnly;

    public CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public List<String> exitCodes() {
        var codes = new ArrayList<>(AsksGateway.super.exitCodes());
        codes.add(ExitCodes.SOME_FAILED_HELP);
        return List.copyOf(codes);
    }

    @Override
    public Integer call() throws Exception {
        files.requireConsistent();
        if (files.isGiven()) {
            requireFileAlone();
            return new FileRun(files, generation, terminal).run();
        }
        String text = PromptSource.argumentOr(terminal.in(), prompt);
        OutputOptions answer =
                completionOnly ? OutputOptions.generatedOnly(text) : OutputOptions.whole(text);
        return answer.print(generation, terminal);
    }

    private void requireFileAlone() throws CommandFailure {
        if (prompt != null || completionOnly || generation.json()) {
            throw CommandFailure.usage(
                    "PROMPT, --completion-only and --json do not go with --input: its results are JSON, without the prompts in their text");
        }
    }
}
