package llamaline.testkit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The goldens that this project may not ship, in the folder that the environment variable
 * LLAMALINE_CONFORMANCE names. Where it is unset, their tests do not run, and say so:
 * target/conformance-not-run.txt of the module has a line {@code CASES NAME} for each.
 */
public final class Conformance {
    static final String VARIABLE = "LLAMALINE_CONFORMANCE";

    /**
     * The system property that marks this JVM as started, so that a second class loader keeps what
     * the first one noted.
     */
    private static final String STARTED = "llamaline.testkit.conformance";

    private static final ConformanceFolders FOLDERS = open();

    private Conformance() {}

    private static ConformanceFolders open() {
        var folders =
                new ConformanceFolders(
                        Optional.ofNullable(System.getenv(VARIABLE))
                                .filter(value -> !value.isBlank())
                                .map(value -> Path.of(value).toAbsolutePath()),
                        Path.of("target", "conformance-not-run.txt"));
        if (System.setProperty(STARTED, "true") == null) {
            folders.forgetEarlierRuns();
        }
        return folders;
    }

    /**
     * Finds a sub-folder such as {@code codellama-32016} or {@code models/tiny-34b}; empty where
     * there are no such goldens on this machine.
     *
     * @throws IllegalStateException where the variable is set, and the folder missing
     */
    public static Optional<Path> folder(String name) {
        return FOLDERS.folder(name);
    }

    /**
     * Tells whether a folder of goldens is there, and notes its cases as not run where it is not.
     *
     * @param cases number of cases that a run would have had; 0 where it is not known
     * @throws IllegalStateException where the variable is set, and the folder missing
     */
    public static boolean isHere(String name, int cases) {
        return FOLDERS.isHere(name, cases);
    }
}
