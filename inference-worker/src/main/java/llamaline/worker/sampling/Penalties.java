package llamaline.worker.sampling;

/**
 * The penalties that make a token less likely for having appeared.
 *
 * <p>Source: Hugging Face transformers, generation/logits_process.py
 * (RepetitionPenaltyLogitsProcessor) for {@code repetition}; OpenAI's API reference for {@code
 * presence} and {@code frequency}.
 *
 * @param repetition above 0, 1 = off; over prompt and output
 * @param presence in [-2, 2], 0 = off; over the output
 * @param frequency in [-2, 2], 0 = off; over the output, times the count
 */
public record Penalties(double repetition, double presence, double frequency) {
    /** The penalties of a request that asks for none. */
    public static final Penalties NONE = new Penalties(1, 0, 0);

    public Penalties {
        if (!(repetition > 0) || Double.isInfinite(repetition)) {
            throw new IllegalArgumentException("repetition must be above 0, got " + repetition);
        }
        if (!Double.isFinite(presence) || !Double.isFinite(frequency)) {
            throw new IllegalArgumentException("presence and frequency must be finite");
        }
    }

    boolean countsPrompt() {
        return repetition != 1;
    }

    boolean countsOutput() {
        return presence != 0 || frequency != 0;
    }
}
