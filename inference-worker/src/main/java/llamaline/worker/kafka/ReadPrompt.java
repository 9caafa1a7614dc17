package llamaline.worker.kafka;

import llamaline.contract.ReplyAddress;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;

/** What a record on the prompts topic turned out to be. */
sealed interface ReadPrompt {
    /** A prompt to run. */
    record Valid(Prompt prompt) implements ReadPrompt {}

    /** A prompt that cannot run, and whom to tell. */
    record Invalid(PromptKey key, ReplyAddress reply, SequenceFailure failure)
            implements ReadPrompt {}

    /** Not a prompt, or nobody to tell. */
    record Malformed(String reason) implements ReadPrompt {}
}
