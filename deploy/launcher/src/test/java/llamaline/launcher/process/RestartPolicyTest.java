package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import llamaline.launcher.process.RestartPolicy.Restart;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final Duration AT_ONCE = Duration.ofMillis(10);
    private static final Duration AFTER_AN_HOUR = Duration.ofHours(1);

    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void answersTheFirstDeathAtOnceAndThenPausesLongerEachTime() {
        assertEquals(restart(1, 0), policy.afterDeath(AT_ONCE));
        assertEquals(restart(2, 250), policy.afterDeath(AT_ONCE));
        assertEquals(restart(3, 500), policy.afterDeath(AT_ONCE));
        assertEquals(restart(4, 1000), policy.afterDeath(AT_ONCE));
        assertEquals(restart(5, 2000), policy.afterDeath(AT_ONCE));
        assertEquals(restart(6, 4000), policy.afterDeath(AT_ONCE));
    }

    @Test
    void failsAStartAfterTooManyQuickDeaths() {
        for (int death = 1; death <= RestartPolicy.DEATHS_OF_A_START; death++) {
            assertFalse(policy.afterDeath(AT_ONCE).failsAStart());
        }
        assertTrue(policy.afterDeath(AT_ONCE).failsAStart());
    }

    @Test
    void neverPausesLongerThanItsLimitAndForgetsDeathsAfterATimeOfHealth() {
        for (int death = 1; death <= 100; death++) {
            policy.afterDeath(AT_ONCE);
        }
        assertEquals(new Restart(101, RestartPolicy.LONGEST_PAUSE), policy.afterDeath(AT_ONCE));
        assertEquals(restart(1, 0), policy.afterDeath(RestartPolicy.WELL_STARTED));
        assertEquals(restart(2, 250), policy.afterDeath(AT_ONCE));
    }

    @Test
    void neverGivesUpOnAServiceThatRunsLong() {
        for (int death = 1; death <= 100; death++) {
            assertEquals(restart(1, 0), policy.afterDeath(AFTER_AN_HOUR));
        }
    }

    private static Restart restart(int deaths, long pauseMillis) {
        return new Restart(deaths, Duration.ofMillis(pauseMillis));
    }
}
