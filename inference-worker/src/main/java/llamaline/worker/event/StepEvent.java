package llamaline.worker.event;

import llamaline.contract.ReplyAddress;
import llamaline.worker.prompt.PromptKey;

/** An event and whom to tell. */
public record StepEvent(PromptKey key, ReplyAddress reply, SequenceEvent event) {}
