package llamaline.worker.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the plain way: sort everything, walk from the end. */
class ProbabilityFilterTest {
    private static final int RUNS = 300;

    private static float[] randomRow(Random random) {
        float[] row = new float[1 + random.nextInt(700)];
        int levels = 1 + random.nextInt(400);
        for (int id = 0; id < row.length; id++) {
            row[id] = random.nextInt(levels) * 0.03f;
        }
        return row;
    }

    private static int[] kept(float[] scores) {
        return IntStream.range(0, scores.length)
                .filter(id -> scores[id] > Float.NEGATIVE_INFINITY)
                .toArray();
    }

    private static Integer[] descending(float[] row) {
        Integer[] ids = IntStream.range(0, row.length).boxed().toArray(Integer[]::new);
        Arrays.sort(
                ids, Comparator.comparingDouble((Integer id) -> -row[id]).thenComparing(id -> id));
        return ids;
    }

    @Test
    void topKKeepsWhatASortKeepsAndAllTies() {
        Random random = new Random(1);
        for (int run = 0; run < RUNS; run++) {
            float[] row = randomRow(random);
            int k = 1 + random.nextInt(row.length);
            float lowest = row[descending(row)[k - 1]];
            int[] expected =
                    IntStream.range(0, row.length).filter(id -> row[id] >= lowest).toArray();
            float[] scores = row.clone();
            new ProbabilityFilter.TopK(k).apply(scores, new Candidates(row.length));
            assertArrayEquals(expected, kept(scores), "run " + run);
        }
    }

    @Test
    void topPKeepsWhatASortKeeps() {
        Random random = new Random(2);
        for (int run = 0; run < RUNS; run++) {
            float[] row = randomRow(random);
            double p = random.nextDouble();
            float[] scores = row.clone();
            new ProbabilityFilter.TopP(p).apply(scores, new Candidates(row.length));
            assertArrayEquals(bySorting(row, p), kept(scores), "run " + run + " p " + p);
        }
    }

    private static int[] bySorting(float[] row, double p) {
        Integer[] ids = descending(row);
        double highest = row[ids[0]];
        double total = 0;
        for (float score : row) {
            total += (float) Math.exp(score - highest);
        }
        double dropped = 0;
        int kept = ids.length;
        while (kept > 1) {
            dropped += (float) ((float) Math.exp(row[ids[kept - 1]] - highest) / total);
            if ((float) dropped > (float) (1 - p)) {
                break;
            }
            kept--;
        }
        return Arrays.stream(ids, 0, kept).mapToInt(Integer::intValue).sorted().toArray();
    }

    @Test
    void keepsTheMostLikelyIdHoweverSmallP() {
        float[] scores = {1, 5, 2, 5};
        new ProbabilityFilter.TopP(1e-9).apply(scores, new Candidates(4));
        assertArrayEquals(new int[] {1}, kept(scores));
    }

    @Test
    void minPKeepsWhatIsLikelyEnoughBesideTheBest() {
        float[] scores = {0, (float) Math.log(0.5), (float) Math.log(0.04)};
        new ProbabilityFilter.MinP(0.05).apply(scores, new Candidates(3));
        assertEquals(2, kept(scores).length);
    }

    @Test
    void areRefusedOutsideTheirRanges() {
        assertThrows(IllegalArgumentException.class, () -> new ProbabilityFilter.TopK(0));
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new ProbabilityFilter.TopP(p));
            assertThrows(IllegalArgumentException.class, () -> new ProbabilityFilter.MinP(p));
        }
        assertThrows(IllegalArgumentException.class, () -> new ProbabilityFilter.TopP(0));
    }
}
