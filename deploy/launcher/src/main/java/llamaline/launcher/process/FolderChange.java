package llamaline.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sees by the names, sizes and times of a folder's files that it was changed, and that the change
 * is over: two looks in a row find the same. Not thread-safe.
 */
final class FolderChange {
    /** An imported model's folder has no folders in it; somebody's may have some. */
    private static final int DEPTH = 3;

    /** The state of a folder that is not there, or has no files. */
    private static final List<String> NOTHING = List.of();

    private final Path folder;
    private List<String> seen;
    private boolean hasChanged;

    /** Looks for the first time. */
    FolderChange(Path folder) {
        this.folder = folder;
        this.seen = state();
    }

    /** Looks again, and says whether the folder is another than at first, and at rest. */
    boolean isOver() {
        List<String> now = state();
        if (!now.equals(seen)) {
            hasChanged = true;
            seen = now;
            return false;
        }
        return hasChanged && !now.equals(NOTHING);
    }

    private List<String> state() {
        try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile).sorted().map(FolderChange::state).toList();
        } catch (IOException | UncheckedIOException _) {
            // Not there, or on its way: a later look finds it at rest.
            return NOTHING;
        }
    }

    private static String state(Path file) {
        try {
            return "%s\t%d\t%s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
