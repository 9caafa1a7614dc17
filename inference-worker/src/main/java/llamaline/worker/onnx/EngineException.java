package llamaline.worker.onnx;

/** ONNX Runtime refused a model or failed in a call. */
public final class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
