package llamaline.worker.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final float MINUS_INFINITY = Float.NEGATIVE_INFINITY;

    private static SamplingOptions greedyWith(
            Penalties penalties, Map<Integer, Float> bias, Optional<WantedLogprobs> logprobs) {
        return new SamplingOptions(0, List.of(), penalties, bias, new DrawKey(1, 0), logprobs);
    }

    private static Sampled sample(float[] row, SamplingOptions parameters, int... suppressed) {
        TokenHistory history = new TokenHistory(row.length, parameters.penalties());
        return sample(row, parameters, history, suppressed);
    }

    private static Sampled sample(
            float[] row, SamplingOptions parameters, TokenHistory history, int[] suppressed) {
        Sampler sampler = new Sampler(row.length);
        return sampler.sample(new ArrayLogits(row), 0, parameters, history, suppressed);
    }

    private static int idOf(Sampled sampled) {
        return assertInstanceOf(Sampled.Token.class, sampled).id();
    }

    @Test
    void takesTheLowestIdOfTheHighestLogitsWhereTemperatureIsZero() {
        float[] row = {1, 3, 2, 3};
        assertEquals(1, idOf(sample(row, SamplingOptions.greedy())));
    }

    @Test
    void takesTheMostLikelyIdWhereTemperatureIsTooSmallToDivideBy() {
        SamplingOptions nearlyGreedy =
                new SamplingOptions(
                        1e-30,
                        List.of(),
                        Penalties.NONE,
                        Map.of(),
                        new DrawKey(1, 0),
                        Optional.empty());
        assertEquals(2, idOf(sample(new float[] {1, 3, 30, 3}, nearlyGreedy)));
    }

    @Test
    void addsTheBiasBeforeItTakesTheBest() {
        float[] row = {1, 3, 2};
        var parameters = greedyWith(Penalties.NONE, Map.of(0, 2.5f), Optional.empty());
        assertEquals(0, idOf(sample(row, parameters)));
    }

    @Test
    void doesNotChooseSuppressedIds() {
        float[] row = {1, 3, 2};
        assertEquals(2, idOf(sample(row, SamplingOptions.greedy(), 1)));
    }

    @Test
    void penalizesARepeatedIdOnceHoweverOftenItCame() {
        float[] row = {4, 3, -1, -1.5f};
        Penalties penalties = new Penalties(2, 0, 0);
        TokenHistory history = new TokenHistory(row.length, penalties);
        for (int id : new int[] {0, 0, 0, 2}) {
            history.addPrompt(id);
        }
        float[] scores = row.clone();
        LogitsProcessors.apply(scores, greedyWith(penalties, Map.of(), Optional.empty()), history);
        assertEquals(List.of(2f, 3f, -2f, -1.5f), List.of(box(scores)));
    }

    @Test
    void countsTheOutputAloneForPresenceAndFrequency() {
        Penalties penalties = new Penalties(1, 0.5, 0.25);
        TokenHistory history = new TokenHistory(3, penalties);
        history.addPrompt(0);
        history.addGenerated(1);
        history.addGenerated(1);
        history.addGenerated(2);
        float[] scores = {4, 4, 4};
        LogitsProcessors.apply(scores, greedyWith(penalties, Map.of(), Optional.empty()), history);
        assertEquals(List.of(4f, 3f, 3.25f), List.of(box(scores)));
    }

    @Test
    void reportsLogProbabilitiesOfTheRawLogitsInDescendingOrder() {
        float[] row = {0, (float) Math.log(2), 0, (float) Math.log(4)};
        var parameters =
                greedyWith(Penalties.NONE, Map.of(0, 9f), Optional.of(WantedLogprobs.top(3)));
        var token = assertInstanceOf(Sampled.Token.class, sample(row, parameters));
        SampledLogprobs logprobs = token.logprobs().orElseThrow();
        assertEquals(0, logprobs.id());
        assertEquals(Math.log(1 / 8.0), logprobs.logprob(), 1e-6);
        assertEquals(List.of(3, 1, 0), logprobs.top().stream().map(RankedLogprob::id).toList());
        assertEquals(Math.log(4 / 8.0), logprobs.top().getFirst().logprob(), 1e-6);
    }

    @Test
    void tellsTheRankOfTheIdAndTheAlternativesThatWereNamed() {
        float[] row = {0, (float) Math.log(2), 0, (float) Math.log(4)};
        var wanted = new WantedLogprobs(1, List.of(2, 1, 2));
        var parameters = greedyWith(Penalties.NONE, Map.of(1, 9f), Optional.of(wanted));
        var token = assertInstanceOf(Sampled.Token.class, sample(row, parameters));
        SampledLogprobs logprobs = token.logprobs().orElseThrow();
        assertEquals(2, logprobs.rank());
        assertEquals(List.of(1, 2), logprobs.top().stream().map(RankedLogprob::id).toList());
        assertEquals(Math.log(1 / 8.0), logprobs.top().getLast().logprob(), 1e-6);
    }

    @Test
    void namesNoAlternativesWhereNoneAreWanted() {
        var parameters = greedyWith(Penalties.NONE, Map.of(), Optional.of(WantedLogprobs.top(0)));
        var token = assertInstanceOf(Sampled.Token.class, sample(new float[] {0, 1}, parameters));
        assertEquals(List.of(), token.logprobs().orElseThrow().top());
    }

    @Test
    void failsTheSequenceWhereALogitIsNotANumber() {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int place = 0; place < 3; place++) {
                float[] row = {1, 2, 3};
                row[place] = broken;
                Sampled sampled = sample(row, SamplingOptions.greedy());
                var unusable = assertInstanceOf(Sampled.Unusable.class, sampled);
                assertTrue(unusable.reason().contains("not numbers"), unusable.reason());
            }
        }
    }

    @Test
    void failsTheSequenceWhereNothingIsLeft() {
        float[] row = {MINUS_INFINITY, 1, MINUS_INFINITY};
        Sampled sampled = sample(row, SamplingOptions.greedy(), 1);
        var unusable = assertInstanceOf(Sampled.Unusable.class, sampled);
        assertTrue(unusable.reason().contains("minus infinity"), unusable.reason());
    }

    private static Float[] box(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    /** Top k leaves ids 2 and 3; among these alone the less likely one has under a tenth. */
    @Test
    void appliesFiltersInTheirOrder() {
        float[] row = {2.9f, 2.9f, 3, 5.5f};
        List<ProbabilityFilter> filters =
                List.of(new ProbabilityFilter.TopK(2), new ProbabilityFilter.TopP(0.9));
        for (int seed = 0; seed < 200; seed++) {
            assertEquals(3, idOf(sample(row, drawn(seed, filters))), "seed " + seed);
        }
        assertTrue(
                IntStream.range(0, 200)
                        .map(seed -> idOf(sample(row, drawn(seed, filters.reversed()))))
                        .anyMatch(id -> id != 3),
                "top p alone keeps more than one id");
    }

    private static SamplingOptions drawn(long seed, List<ProbabilityFilter> filters) {
        return new SamplingOptions(
                1, filters, Penalties.NONE, Map.of(), new DrawKey(seed, 0), Optional.empty());
    }
}
