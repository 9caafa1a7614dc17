package llamaline.launcher.machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Says in a person's words why files could not be used; the JDK says it by exceptions' names. */
public final class FileFailure {
    private FileFailure() {}

    /** Says in one line which file failed, and what is wrong with it. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
            case FileSystemException other -> reason(other.getFile(), other.getReason());
            default -> reason(null, failure.getMessage());
        };
    }

    private static String reason(@Nullable String file, @Nullable String what) {
        String known = what == null ? "cannot be read or written" : what;
        return file == null ? known : file + ": " + known;
    }
}
