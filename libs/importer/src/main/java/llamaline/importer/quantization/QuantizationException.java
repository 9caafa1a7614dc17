package llamaline.importer.quantization;

/** Thrown where weights cannot be quantized, or a quantized tensor cannot be read. */
public final class QuantizationException extends RuntimeException {
    public QuantizationException(String message) {
        super(message);
    }

    public QuantizationException(String message, Throwable cause) {
        super(message, cause);
    }
}
