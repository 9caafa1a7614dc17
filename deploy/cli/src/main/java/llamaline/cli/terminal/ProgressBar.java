package llamaline.cli.terminal;

import java.io.PrintStream;

/**
 * A line that fills up. It is written again only where it changes, and where nobody watches it,
 * only when it is full. Not thread-safe.
 */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final boolean redraws;
    private int shownPercent = -1;

    /**
     * Makes a bar that is not shown yet.
     *
     * @param redraws whether lines can be written again
     */
    public ProgressBar(PrintStream err, boolean redraws) {
        this.err = err;
        this.redraws = redraws;
    }

    /**
     * Shows how far it is.
     *
     * @param share what is done, in [0, 1]; at 1 the line ends
     */
    public void show(String what, double share) {
        int percent = (int) (share * 100);
        if (percent == shownPercent || (!redraws && percent < 100)) {
            return;
        }
        shownPercent = percent;
        int filled = percent * WIDTH / 100;
        err.print(
                "%sllamaline: %s [%s%s] %3d %%"
                        .formatted(
                                redraws ? "\r" : "",
                                what,
                                "#".repeat(filled),
                                ".".repeat(WIDTH - filled),
                                percent));
        if (percent == 100) {
            err.println();
        }
        err.flush();
    }

    /** Ends a line that is not full, so that others may follow. */
    public void end() {
        if (redraws && shownPercent >= 0 && shownPercent < 100) {
            err.println();
        }
    }
}
