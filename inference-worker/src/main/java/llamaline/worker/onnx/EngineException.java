package llamaline.worker.onnx;

/** Thrown where ONNX Runtime refuses a model or fails in a run. */
public final class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
