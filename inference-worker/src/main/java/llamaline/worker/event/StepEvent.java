package llamaline.worker.event;

import llamaline.contract.ReplyAddress;
import llamaline.worker.prompt.PromptKey;

/** An event of a sequence, with the address of the one to tell. */
public record StepEvent(PromptKey key, ReplyAddress reply, SequenceEvent event) {}
