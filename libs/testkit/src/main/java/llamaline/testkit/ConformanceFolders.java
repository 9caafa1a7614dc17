package llamaline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder of goldens that may not ship, and the list of cases that were not run without it.
 *
 * @param root empty where the machine has none
 * @param notRun a file with a line {@code CASES NAME} for each folder that was asked for in vain
 */
record ConformanceFolders(Optional<Path> root, Path notRun) {
    /**
     * Finds a sub-folder.
     *
     * @throws IllegalStateException where there is a root that lacks the folder
     */
    Optional<Path> folder(String name) {
        Optional<Path> folder = root.map(path -> path.resolve(name));
        folder.filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> {
                    throw new IllegalStateException(
                            "%s is set, but there is no folder %s"
                                    .formatted(Conformance.VARIABLE, path));
                });
        return folder;
    }

    boolean isHere(String name, int cases) {
        boolean isHere = folder(name).isPresent();
        if (!isHere) {
            note(cases + " " + name + System.lineSeparator());
        }
        return isHere;
    }

    void forgetEarlierRuns() {
        try {
            Files.deleteIfExists(notRun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(String line) {
        try {
            Files.createDirectories(notRun.toAbsolutePath().getParent());
            Files.writeString(notRun, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
