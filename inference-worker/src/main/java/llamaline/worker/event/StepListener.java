package llamaline.worker.event;

import java.util.List;

/** Is told after each step what happened in it. */
@FunctionalInterface
public interface StepListener {
    /**
     * Called by one thread at a time, in the order of the events; must not wait.
     *
     * @param events at least one
     */
    void onStep(List<StepEvent> events);
}
