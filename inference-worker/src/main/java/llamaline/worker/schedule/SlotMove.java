package llamaline.worker.schedule;

/**
 * A sequence that goes to a lower slot, so that a decode step has one row less.
 *
 * @param cached positions that are copied
 */
public record SlotMove(int fromSlot, int toSlot, int cached) implements ScheduledStep {}
