package llamaline.worker.schedule;

/** A call of the model that the {@link Scheduler} wants made next, and what it is for. */
public sealed interface ScheduledStep permits PrefillChunk, SlotMove, DecodeBatch {}
