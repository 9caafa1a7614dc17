package llamaline.gateway.admission;

import java.util.function.BooleanSupplier;

/**
 * Closed until the gateway has its place at the broker, and again when it loses it or stops.
 * Thread-safe.
 */
public final class Gate {
    private final BooleanSupplier isOpen;
    private final ServedModels models;
    private volatile boolean isStopping;

    /** Opens and closes as {@code isOpen} says. */
    public Gate(BooleanSupplier isOpen, ServedModels models) {
        this.isOpen = isOpen;
        this.models = models;
    }

    /** Lets nobody in any more: the gateway stops. */
    public void close() {
        isStopping = true;
    }

    /**
     * Passes while requests can be answered.
     *
     * @throws RefusedException while requests could not be answered
     */
    public void requireOpen() {
        if (isStopping) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.UNAVAILABLE, "The gateway stops; try again later.", null));
        }
        if (!isOpen.getAsBoolean()) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.UNAVAILABLE,
                            "The gateway is not connected to its broker; try again later.",
                            null));
        }
    }

    /**
     * Passes while a completion can be answered.
     *
     * @throws RefusedException where no completion could be answered
     */
    public void requireService() {
        requireOpen();
        if (models.live().isEmpty()) {
            throw new RefusedException(
                    new Refusal(RefusalCode.UNAVAILABLE, "No model is served now.", null));
        }
    }
}
