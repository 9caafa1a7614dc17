package llamaline.worker.kafka;

import llamaline.contract.ReplyAddress;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;

/** The record of the prompts topic, as {@link EncodedPromptReader} judged it. */
sealed interface ReadPrompt {
    /** The record is a prompt that can run. */
    record Valid(Prompt prompt) implements ReadPrompt {}

    /** The record is a prompt that cannot run, and names whom to tell. */
    record Invalid(PromptKey key, ReplyAddress reply, SequenceFailure failure)
            implements ReadPrompt {}

    /** The record is no prompt, or names nobody to tell. */
    record Malformed(String reason) implements ReadPrompt {}
}
