package llamaline.worker.sampling;

/**
 * The source of a choice's random numbers: counter-based, so that the draw for a token depends on
 * the seed, the choice and the token's index and on nothing else; not on the step, the slot, the
 * neighbours or the attempt.
 *
 * <p>Each of the three numbers goes through one round of SplitMix64's finalizer (Steele, Lea and
 * Flood, "Fast Splittable Pseudorandom Number Generators", 2014, figure 17; constants: Stafford's
 * variant 13), the choice and the index multiplied by an odd constant each, so that neighbours lie
 * far apart.
 *
 * @param seed any number
 * @param choice OpenAI's index: prompt * n + choice
 */
public record DrawKey(long seed, int choice) {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final long SILVER_GAMMA = 0xd1342543de82ef95L;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    /**
     * A uniform number in [0, 1) with 53 random bits.
     *
     * @param tokenIndex index among the generated tokens, from 0, over all attempts
     */
    public double uniform(int tokenIndex) {
        long keyed = mix(mix(seed + GOLDEN_GAMMA) + choice * GOLDEN_GAMMA);
        long bits = mix(keyed + (tokenIndex + 1L) * SILVER_GAMMA);
        return (bits >>> 11) * TWO_TO_MINUS_53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
