package llamaline.worker.schedule;

/** An event and whom to tell. */
public record StepEvent(PromptKey key, ReplyAddress reply, SequenceEvent event) {}
