package llamaline.testkit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Goldens that this project may not ship, in the folder that the environment variable
 * LLAMALINE_CONFORMANCE names. Where it is unset, their tests do not run, and say so:
 * target/conformance-not-run.txt of the module has a line {@code CASES NAME} for each.
 */
public final class Conformance {
    static final String VARIABLE = "LLAMALINE_CONFORMANCE";

    /** Of this JVM: a class loader more must not forget what another one noted. */
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
     * A sub-folder such as {@code codellama-32016} or {@code models/tiny-34b}; empty where there
     * are no such goldens on this machine.
     *
     * @throws IllegalStateException where the variable is set, and the folder missing
     */
    public static Optional<Path> folder(String name) {
        return FOLDERS.folder(name);
    }

    /**
     * As {@link #folder}, and notes {@code cases} as not run where it is empty.
     *
     * @param cases how many cases a run would have had; 0 = not known
     */
    public static boolean isHere(String name, int cases) {
        return FOLDERS.isHere(name, cases);
    }
}
