package llamaline.launcher.process;

import java.time.Duration;

/**
 * Decides what follows the death of a service: the first is answered at once, further quick ones
 * after growing pauses, then it is given up. Not thread-safe: one for each service.
 */
final class RestartPolicy {
    /** A service that ran this long had started well: its earlier deaths are forgotten. */
    static final Duration WELL_STARTED = Duration.ofSeconds(30);

    /** Quick deaths in a row that are answered by a restart. */
    static final int RESTARTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private int quickDeaths;

    /** The decision after a death. */
    sealed interface Decision {
        record Restart(Duration after) implements Decision {}

        record GiveUp(int deaths) implements Decision {}
    }

    /**
     * Decides what follows a death.
     *
     * @param lived from start to death
     */
    Decision afterDeath(Duration lived) {
        quickDeaths = lived.compareTo(WELL_STARTED) >= 0 ? 1 : quickDeaths + 1;
        if (quickDeaths > RESTARTS) {
            return new Decision.GiveUp(quickDeaths);
        }
        return new Decision.Restart(
                quickDeaths == 1
                        ? Duration.ZERO
                        : FIRST_PAUSE.multipliedBy(1L << (quickDeaths - 2)));
    }
}
