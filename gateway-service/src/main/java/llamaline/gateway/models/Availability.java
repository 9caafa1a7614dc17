package llamaline.gateway.models;

import java.util.function.BooleanSupplier;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;

/**
 * Tells whether calls can be answered now: the gateway is connected to its broker and does not
 * stop, and for a completion some model is served. Thread-safe.
 */
public final class Availability {
    private final BooleanSupplier isConnected;
    private final ModelRegistry models;
    private volatile boolean isStopping;

    /**
     * Follows the gateway's link and what is served.
     *
     * @param isConnected whether the gateway is connected to its broker now
     */
    public Availability(BooleanSupplier isConnected, ModelRegistry models) {
        this.isConnected = isConnected;
        this.models = models;
    }

    /** Refuses all further calls, because the gateway stops. */
    public void close() {
        isStopping = true;
    }

    /**
     * Passes while requests can be answered.
     *
     * @throws RefusedException while requests could not be answered
     */
    public void requireReady() {
        if (isStopping) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.UNAVAILABLE, "The gateway stops; try again later.", null));
        }
        if (!isConnected.getAsBoolean()) {
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
        requireReady();
        if (models.live().isEmpty()) {
            throw new RefusedException(
                    new Refusal(RefusalCode.UNAVAILABLE, "No model is served now.", null));
        }
    }
}
