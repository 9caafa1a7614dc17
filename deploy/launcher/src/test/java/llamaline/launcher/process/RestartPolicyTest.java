package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import llamaline.launcher.process.RestartPolicy.Decision;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final Duration AT_ONCE = Duration.ofMillis(10);
    private static final Duration AFTER_AN_HOUR = Duration.ofHours(1);

    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void answersTheFirstDeathAtOnceAndThenPausesLongerEachTime() {
        assertEquals(restartAfter(0), policy.afterDeath(AT_ONCE));
        assertEquals(restartAfter(250), policy.afterDeath(AT_ONCE));
        assertEquals(restartAfter(500), policy.afterDeath(AT_ONCE));
        assertEquals(restartAfter(1000), policy.afterDeath(AT_ONCE));
        assertEquals(restartAfter(2000), policy.afterDeath(AT_ONCE));
    }

    @Test
    void givesUpAfterTooManyQuickDeaths() {
        for (int death = 1; death <= RestartPolicy.RESTARTS; death++) {
            policy.afterDeath(AT_ONCE);
        }
        assertEquals(new Decision.GiveUp(RestartPolicy.RESTARTS + 1), policy.afterDeath(AT_ONCE));
    }

    @Test
    void neverGivesUpOnAServiceThatRunsLong() {
        for (int death = 1; death <= 100; death++) {
            assertEquals(restartAfter(0), policy.afterDeath(AFTER_AN_HOUR));
        }
    }

    private static Decision restartAfter(long millis) {
        return new Decision.Restart(Duration.ofMillis(millis));
    }
}
