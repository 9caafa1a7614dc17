package llamaline.importer.quantization;

/** Weights that cannot be quantised, or a quantised tensor that cannot be read: what and where. */
public final class QuantizationException extends RuntimeException {
    public QuantizationException(String message) {
        super(message);
    }

    public QuantizationException(String message, Throwable cause) {
        super(message, cause);
    }
}
