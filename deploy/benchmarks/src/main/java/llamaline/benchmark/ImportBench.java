package llamaline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import llamaline.benchmark.ImportTimes.Times;
import llamaline.cli.stack.CheckpointImport;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.weights.Precision;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.process.Installation;

/**
 * Imports a synthetic checkpoint of 2 GB. Weights that keep their type are held against {@code cp}
 * of the same file with everything on disk, in turns; codes against nothing but their cores.
 */
final class ImportBench {
    private static final int ROUNDS = 5;
    private static final int ROUNDS_OF_CODES = 3;

    /** The checkpoint, and at a time one copy or import of it. */
    private static final long NEEDED_BYTES = 5L << 30;

    /** The share of the cores' time below which something else was waited for. */
    private static final double BUSY_SHARE = 0.85;

    private static final List<Precision> CODES =
            List.of(Precision.NF4, Precision.NF4_DOUBLE, Precision.INT4, Precision.INT8);

    private final Terminal terminal;

    ImportBench(Terminal terminal) {
        this.terminal = terminal;
    }

    void run() throws IOException, InterruptedException, LaunchException, CommandFailure {
        String temporary = System.getProperty("java.io.tmpdir");
        Path parent = Path.of(System.getenv().getOrDefault("TMPDIR", temporary));
        Path folder = Files.createTempDirectory(parent, "llamaline-import");
        var removal = new Thread(() -> remove(folder), "remove");
        Runtime.getRuntime().addShutdownHook(removal);
        requireRoom(folder);
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        terminal.say("writing a checkpoint of 2 GB into %s …".formatted(folder));
        Path weights =
                SyntheticCheckpoint.ofTwoGigabytes()
                        .write(Installation.here().demoCheckpoint(), checkpoint);
        var times = new ImportTimes(folder, SystemClock.NANO_TIME);
        measureFloats(times, checkpoint, weights);
        for (Precision precision : CODES) {
            measure(times, checkpoint, precision, megabytes(weights));
        }
    }

    private void measureFloats(ImportTimes times, Path checkpoint, Path weights)
            throws IOException, InterruptedException, LaunchException, CommandFailure {
        var copies = new ArrayList<Duration>();
        var imports = new ArrayList<Times>();
        for (int round = 0; round < ROUNDS; round++) {
            copies.add(times.copy(weights));
            imports.add(times.importOf(checkpoint, importer(Precision.AUTO)));
        }
        double megabytes = megabytes(weights);
        double[] copied = rates(copies, megabytes);
        double[] imported = rates(imports.stream().map(Times::wall).toList(), megabytes);
        print("cp and fsync", copied, "");
        print("import, type kept", imported, details(imports, megabytes));
        double[] ratios =
                IntStream.range(0, ROUNDS)
                        .mapToDouble(i -> seconds(copies.get(i)) / seconds(imports.get(i).wall()))
                        .sorted()
                        .toArray();
        terminal.print(
                "%-20s %5.2f of cp in the median round, %.2f to %.2f (goal: at least 0.5)\n"
                        .formatted("", median(ratios), ratios[0], best(ratios)));
    }

    private void measure(ImportTimes times, Path checkpoint, Precision precision, double megabytes)
            throws IOException, LaunchException, CommandFailure {
        var imports = new ArrayList<Times>();
        for (int round = 0; round < ROUNDS_OF_CODES; round++) {
            imports.add(times.importOf(checkpoint, importer(precision)));
        }
        print(
                "import, " + precision.toString().toLowerCase(Locale.ROOT),
                rates(imports.stream().map(Times::wall).toList(), megabytes),
                details(imports, megabytes));
    }

    private void print(String what, double[] rates, String details) throws CommandFailure {
        terminal.print(
                "%-20s %5.0f MB/s at best, median %5.0f%s\n"
                        .formatted(what, best(rates), median(rates), details));
    }

    private static String details(List<Times> imports, double megabytes) {
        double perCore =
                imports.stream()
                        .mapToDouble(times -> megabytes / seconds(times.cpu()))
                        .max()
                        .orElseThrow();
        double busy = imports.stream().mapToDouble(Times::busyCores).max().orElseThrow();
        long heap = imports.stream().mapToLong(Times::peakHeapBytes).max().orElseThrow();
        int cores = Runtime.getRuntime().availableProcessors();
        return "; %4.0f per core; %.1f of %d cores busy (%s); heap %d MiB"
                .formatted(
                        perCore,
                        busy,
                        cores,
                        busy < BUSY_SHARE * cores
                                ? "the disk or other programs bound it"
                                : "the cores bound it",
                        heap >> 20);
    }

    /** Rates in MB/s, ascending. */
    private static double[] rates(List<Duration> walls, double megabytes) {
        return walls.stream().mapToDouble(wall -> megabytes / seconds(wall)).sorted().toArray();
    }

    private static double median(double[] ascending) {
        return ascending[ascending.length / 2];
    }

    private static double best(double[] ascending) {
        return ascending[ascending.length - 1];
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static double megabytes(Path file) throws IOException {
        return Files.size(file) / 1e6;
    }

    private static CheckpointImport importer(Precision precision) {
        return new CheckpointImport(precision, ComputeType.FLOAT32, ModelVariant.AUTO);
    }

    private static void requireRoom(Path folder) throws IOException, CommandFailure {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new CommandFailure(
                    "%s has %d MiB free, this takes %d; choose another place with TMPDIR"
                            .formatted(folder.getParent(), free >> 20, NEEDED_BYTES >> 20));
        }
    }

    /** However this ends, 2 GB do not stay. */
    private void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            terminal.say("cannot remove %s: %s".formatted(folder, FileFailure.reason(e)));
        }
    }
}
