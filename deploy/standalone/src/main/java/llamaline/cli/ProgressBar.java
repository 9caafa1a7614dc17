package llamaline.cli;

import java.io.PrintStream;

/** A line that fills up. It is written again only where it changes. Not thread-safe. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream err;
    private int shownPercent = -1;

    ProgressBar(PrintStream err) {
        this.err = err;
    }

    /**
     * Shows how far it is.
     *
     * @param share what is done, in [0, 1]; at 1 the line ends
     */
    void show(String what, double share) {
        int percent = (int) (share * 100);
        if (percent == shownPercent) {
            return;
        }
        shownPercent = percent;
        int filled = percent * WIDTH / 100;
        err.print(
                "\rllamaline: %s [%s%s] %3d %%"
                        .formatted(what, "#".repeat(filled), ".".repeat(WIDTH - filled), percent));
        if (percent == 100) {
            err.println();
        }
        err.flush();
    }
}
