package llamaline.cli.batch;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.ProgressBar;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;

/** Completes a file of prompts into a file of results, with a progress bar. */
public final class FileRun {
    private final FileOptions files;
    private final GenerationOptions generation;
    private final Terminal terminal;

    public FileRun(FileOptions files, GenerationOptions generation, Terminal terminal) {
        this.files = files;
        this.generation = generation;
        this.terminal = terminal;
    }

    /** Returns the exit code. All that is wrong with the files is said before the first request. */
    public int run() throws CommandFailure, LaunchException, InterruptedException {
        PromptFile input = files.prompts();
        try {
            int total = input.count();
            try (PromptFileReader prompts = input.open();
                    ResultFile results = files.results(prompts)) {
                if (results.size() < total) {
                    complete(prompts, results, total);
                }
                return outcome(results);
            }
        } catch (CharacterCodingException e) {
            throw new CommandFailure("%s is not valid UTF-8".formatted(input.path()), e);
        } catch (IOException e) {
            throw new CommandFailure("a file cannot be used: " + FileFailure.reason(e), e);
        }
    }

    private void complete(PromptFileReader prompts, ResultFile results, int total)
            throws CommandFailure, LaunchException, IOException, InterruptedException {
        var bar = new ProgressBar(terminal.err(), terminal.redraws());
        String what = "completing %d prompts".formatted(total);
        try (var session = GatewaySession.open(generation.url(), generation.model(), terminal)) {
            new PromptBatch(session, generation, files.parallel())
                    .run(prompts, results, done -> bar.show(what, done / (double) total));
        } catch (CommandFailure e) {
            bar.end();
            terminal.say(
                    "%d of %d prompts are done; --resume goes on with the others"
                            .formatted(results.size(), total));
            throw e;
        }
    }

    private int outcome(ResultFile results) {
        if (results.failures() == 0) {
            return ExitCodes.OK;
        }
        terminal.say(
                "%d of %d prompts failed; the results say why"
                        .formatted(results.failures(), results.size()));
        return ExitCodes.SOME_FAILED;
    }
}
