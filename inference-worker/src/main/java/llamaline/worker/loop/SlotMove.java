package llamaline.worker.loop;

/** A sequence that goes to a lower slot, so that a decode step has one row less. */
record SlotMove(Slot from, Slot to) {}
