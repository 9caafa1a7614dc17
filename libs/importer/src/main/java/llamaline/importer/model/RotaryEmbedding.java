package llamaline.importer.model;

/**
 * The rotary position embedding of one model.
 *
 * <p>Source: Su et al., RoFormer (2104.09864), section 3.2; linear scaling as Transformers'
 * modeling_rope_utils.py: positions divided by the factor.
 *
 * @param theta base of the frequencies, above 1
 * @param factor positions are divided by it; 1 = no scaling
 * @param headSize elements that are turned: the model's own head size, even
 */
public record RotaryEmbedding(double theta, double factor, int headSize) {
    public RotaryEmbedding {
        if (!(theta > 1) || !(factor >= 1) || headSize < 2 || headSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "theta must be > 1, factor >= 1, headSize even, got %s, %s, %d"
                            .formatted(theta, factor, headSize));
        }
    }

    /**
     * The angle by which the pair {@code pair} is turned from one position to the next, in radians.
     *
     * @param pair in [0, headSize / 2)
     */
    public double frequency(int pair) {
        return 1 / (factor * Math.pow(theta, 2.0 * pair / headSize));
    }
}
