package llamaline.worker.event;

import java.util.List;

/** Listens to the events of each step. */
@FunctionalInterface
public interface StepListener {
    /**
     * Takes the events of a step. Called by one thread at a time, in the order of the events; must
     * not wait.
     *
     * @param events at least one
     */
    void onStep(List<StepEvent> events);
}
