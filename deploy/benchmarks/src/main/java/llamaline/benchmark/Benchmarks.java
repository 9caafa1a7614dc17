package llamaline.benchmark;

import llamaline.cli.Llamaline;
import llamaline.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program behind {@code ./llamaline bench}. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Runs a benchmark.
     *
     * @param arguments the verb {@code bench} and what follows it
     */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        var line = new CommandLine(CommandSpec.create().name("./llamaline"));
        line.addSubcommand(new BenchCommand(terminal));
        System.exit(Llamaline.prepared(line, terminal).execute(arguments));
    }
}
