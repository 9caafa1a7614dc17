package llamaline.worker.loop;

import llamaline.contract.Cancellations;
import llamaline.telemetry.Clocks;
import llamaline.worker.event.StepListener;

/**
 * The parts that the decode loop shares with those around it.
 *
 * @param listener is told the events of each step
 * @param freeSlots permits, returned when slots are free again
 * @param cancellations name the prompts that need not start
 * @param observer measures
 */
public record LoopContext(
        StepListener listener,
        FreeSlots freeSlots,
        Cancellations cancellations,
        Clocks clocks,
        LoopObserver observer) {}
