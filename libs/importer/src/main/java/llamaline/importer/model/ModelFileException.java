package llamaline.importer.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A checkpoint or an imported model that cannot be used. The message is for the person who named
 * it: the file, the field or tensor in it, what was found and what is supported.
 */
public final class ModelFileException extends RuntimeException {
    public ModelFileException(String message) {
        super(message);
    }

    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what is wrong in one file. */
    public static ModelFileException in(Path file, String problem) {
        return new ModelFileException(file + ": " + problem);
    }

    /** Says that something cannot be read, be it a file or a tensor. */
    public static ModelFileException unreadable(Object what, IOException failure) {
        return new ModelFileException(
                "cannot read %s: %s".formatted(what, reason(failure)), failure);
    }

    /**
     * Says in a person's words why reading or writing failed: the JDK says it by the names of
     * exceptions.
     */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException other when other.getReason() != null ->
                    other.getFile() + ": " + other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
