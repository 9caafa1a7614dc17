package llamaline.worker.sampling;

import java.util.Optional;

/** The result of sampling from one row of logits. */
public sealed interface Sampled {
    /**
     * The next token.
     *
     * @param logprobs present where they were asked for
     */
    record Token(int id, Optional<SampledLogprobs> logprobs) implements Sampled {}

    /**
     * No token can be chosen: the model's numbers are broken, or nothing is left to choose.
     *
     * @param reason one sentence, without ids
     */
    record Unusable(String reason) implements Sampled {}
}
