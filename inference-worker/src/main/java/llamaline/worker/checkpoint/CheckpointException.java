package llamaline.worker.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint or an imported model that cannot be used. The message is for the person who named
 * it: the file, the field or tensor in it, what was found and what is supported.
 */
public final class CheckpointException extends RuntimeException {
    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong in one file. */
    static CheckpointException in(Path file, String problem) {
        return new CheckpointException(file + ": " + problem);
    }
}
