package llamaline.launcher.process;

import java.time.Duration;

/**
 * Decides when a service that died is started again: after the first death at once, after further
 * quick ones in a row with pauses that grow up to a limit. Not thread-safe: one for each service.
 */
final class RestartPolicy {
    /** A service that ran this long had started well: its earlier deaths are forgotten. */
    static final Duration WELL_STARTED = Duration.ofSeconds(30);

    /** Quick deaths in a row that a starting stack bears; more show that its start has failed. */
    static final int DEATHS_OF_A_START = 5;

    /** Short enough that a cured service is back soon, long enough to leave the machine alone. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** Doublings of the first pause that reach the longest. */
    private static final int DOUBLINGS = 7;

    private int quickDeaths;

    /**
     * The restart that follows a death.
     *
     * @param deaths quick ones in a row with this one, from 1
     * @param pause before the start, at most {@link #LONGEST_PAUSE}
     */
    record Restart(int deaths, Duration pause) {
        /** Whether so many quick deaths show that a first start has failed. */
        boolean failsAStart() {
            return deaths > DEATHS_OF_A_START;
        }
    }

    /**
     * Decides what follows a death.
     *
     * @param lived from start to death
     */
    Restart afterDeath(Duration lived) {
        quickDeaths = lived.compareTo(WELL_STARTED) >= 0 ? 1 : quickDeaths + 1;
        return new Restart(quickDeaths, pause());
    }

    private Duration pause() {
        if (quickDeaths == 1) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, quickDeaths - 2));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
