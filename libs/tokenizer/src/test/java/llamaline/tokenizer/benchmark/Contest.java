package llamaline.tokenizer.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures contestants on one thread in interleaved rounds, so that a busy machine slows all of
 * them, and prints the baselines first, then what is measured against them.
 */
final class Contest {
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;

    private final List<Contestant> baselines;
    private final List<Contestant> ours;
    private final PrintStream out;

    Contest(List<Contestant> baselines, List<Contestant> ours, PrintStream out) {
        this.baselines = baselines;
        this.ours = ours;
        this.out = out;
    }

    void run(BenchmarkText text) {
        out.printf("%n%s: %d texts, %.2f MB%n", text.name(), text.texts().size(), text.megabytes());
        List<Contestant> all = new ArrayList<>(baselines);
        all.addAll(ours);
        double[] medians = medians(all, text.texts());
        for (int i = 0; i < medians.length; i++) {
            double speed = text.megabytes() / medians[i] * 1e9;
            out.printf("  %-46s %8.1f MB/s%s%n", all.get(i).name(), speed, ratios(i, medians));
        }
    }

    private String ratios(int contestant, double[] medians) {
        var text = new StringBuilder();
        if (contestant >= baselines.size()) {
            for (int i = 0; i < baselines.size(); i++) {
                text.append(i == 0 ? "   = " : ", ")
                        .append("%.1f x ".formatted(medians[i] / medians[contestant]))
                        .append(baselines.get(i).name());
            }
        }
        return text.toString();
    }

    private static double[] medians(List<Contestant> contestants, List<String> texts) {
        double[][] nanos = new double[contestants.size()][ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (int i = 0; i < nanos.length; i++) {
                double taken = contestants.get(i).nanosFor(texts);
                if (round >= 0) {
                    nanos[i][round] = taken;
                }
            }
        }
        return Arrays.stream(nanos).mapToDouble(Contest::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
