package llamaline.gateway.stream;

/** Tells supervision which models have live workers. Thread-safe. */
public interface ModelLiveness {
    /** Whether at least one worker serves the model now. */
    boolean isServed(String model);

    /** How many workers of the model fell silent without a farewell, since the start. */
    long lostWorkers(String model);
}
