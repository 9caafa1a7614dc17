package llamaline.gateway.stream;

/** What supervision has to know of the workers. Thread-safe. */
public interface ModelLiveness {
    /** Whether at least one worker serves the model now. */
    boolean isServed(String model);

    /** Workers of the model that fell silent without a farewell, since the start; it only grows. */
    long lostWorkers(String model);
}
