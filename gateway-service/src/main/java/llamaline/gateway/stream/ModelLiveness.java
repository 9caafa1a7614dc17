package llamaline.gateway.stream;

/** Tells supervision which models have live workers. Thread-safe. */
public interface ModelLiveness {
    /** Tells whether at least one worker serves the model now. */
    boolean isServed(String model);

    /** Counts the workers of the model that fell silent without a farewell, since the start. */
    long lostWorkers(String model);
}
