package llamaline.worker.kafka;

import llamaline.worker.schedule.Failure;
import llamaline.worker.schedule.Prompt;
import llamaline.worker.schedule.PromptKey;
import llamaline.worker.schedule.ReplyAddress;

/** What a record on the prompts topic turned out to be. */
sealed interface ReadPrompt {
    /** A prompt to run. */
    record Valid(Prompt prompt) implements ReadPrompt {}

    /** A prompt that cannot run, and whom to tell. */
    record Invalid(PromptKey key, ReplyAddress reply, Failure failure) implements ReadPrompt {}

    /** Not a prompt, or nobody to tell. */
    record Garbage(String reason) implements ReadPrompt {}
}
