package llamaline.worker.event;

import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.ReplyAddress;

/** An event and whom to tell. */
public record StepEvent(PromptKey key, ReplyAddress reply, SequenceEvent event) {}
