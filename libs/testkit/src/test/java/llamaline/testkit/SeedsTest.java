package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void triesAsManySeedsAsAskedAndTheSameOnesAgain() {
        List<Long> first = draws(20);

        assertEquals(20, new HashSet<>(first).size());
        assertEquals(first, draws(20));
    }

    @Test
    void namesTheSeedOfAFailure() {
        AssertionError error =
                assertThrows(AssertionError.class, () -> Seeds.forEach(3, SeedsTest::fail));

        assertTrue(error.toString().contains("seed 0"), error::toString);
        assertTrue(error.toString().contains("the reason"), error::toString);
    }

    private static void fail(Object random) {
        throw new IllegalStateException("the reason");
    }

    private static List<Long> draws(int runs) {
        List<Long> draws = new ArrayList<>();
        Seeds.forEach(runs, random -> draws.add(random.nextLong()));
        return draws;
    }
}
