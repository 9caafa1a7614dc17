package llamaline.worker.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final int DRAWS = 20_000;
    private static final int[] NOTHING = {};

    /** Chi-square's 99.9th percentile for 15 degrees of freedom. */
    private static final double CRITICAL_15 = 37.7;

    private static SamplingOptions sampling(long seed, int topK) {
        return new SamplingOptions(
                1,
                topK == 0 ? List.of() : List.of(new ProbabilityFilter.TopK(topK)),
                Penalties.NONE,
                Map.of(),
                new DrawKey(seed, 0),
                Optional.empty());
    }

    private static float[] sixteenLogits() {
        float[] row = new float[16];
        for (int id = 0; id < row.length; id++) {
            row[id] = (float) Math.log(id + 1.0);
        }
        return row;
    }

    private static int draw(float[] row, SamplingOptions parameters, TokenHistory history) {
        Sampler sampler = new Sampler(row.length);
        Sampled sampled = sampler.sample(new ArrayLogits(row), 0, parameters, history, NOTHING);
        return assertInstanceOf(Sampled.Token.class, sampled).id();
    }

    @Test
    void drawsEachIdAsOftenAsItsProbabilitySays() {
        float[] row = sixteenLogits();
        TokenHistory history = new TokenHistory(row.length, Penalties.NONE);
        int[] seen = new int[row.length];
        for (int i = 0; i < DRAWS; i++) {
            int id = draw(row, sampling(4711, 0), history);
            seen[id]++;
            history.addGenerated(id);
        }
        double chiSquare = 0;
        for (int id = 0; id < seen.length; id++) {
            double expected = DRAWS * (id + 1) / 136.0;
            chiSquare += (seen[id] - expected) * (seen[id] - expected) / expected;
        }
        assertTrue(chiSquare < CRITICAL_15, "chi-square " + chiSquare);
    }

    @Test
    void numbersAreUniformOverSeedsChoicesAndIndexes() {
        int[] seen = new int[16];
        for (int i = 0; i < DRAWS; i++) {
            DrawKey key = new DrawKey(i % 20, i / 20 % 20);
            seen[(int) (key.uniform(i / 400) * 16)]++;
        }
        double chiSquare = 0;
        for (int count : seen) {
            double expected = DRAWS / 16.0;
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertTrue(chiSquare < CRITICAL_15, "chi-square " + chiSquare);
    }

    @Test
    void noTwoKeysOfASmallGridGiveTheSameNumber() {
        Set<Double> seen = new HashSet<>();
        for (int seed = -10; seed < 10; seed++) {
            for (int choice = 0; choice < 20; choice++) {
                for (int index = 0; index < 50; index++) {
                    seen.add(new DrawKey(seed, choice).uniform(index));
                }
            }
        }
        assertEquals(20 * 20 * 50, seen.size());
    }

    @Test
    void staysTheSameFromReleaseToRelease() {
        assertEquals(0.15752610166222603, new DrawKey(42, 0).uniform(0));
    }

    @Test
    void neverDrawsWhatTopKDropped() {
        float[] row = sixteenLogits();
        TokenHistory history = new TokenHistory(row.length, Penalties.NONE);
        for (int i = 0; i < 1000; i++) {
            int id = draw(row, sampling(7, 3), history);
            assertTrue(id >= 13, "drew " + id);
            history.addGenerated(id);
        }
    }
}
