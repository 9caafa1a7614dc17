package llamaline.launcher.data;

import java.nio.file.Path;

/** The place of a stack's data unless it is told another. */
public final class DefaultData {
    private DefaultData() {}

    /** {@code $XDG_DATA_HOME/llamaline} where that is set, else {@code ~/.llamaline}. */
    public static Path path() {
        return of(
                System.getenv().getOrDefault("XDG_DATA_HOME", ""), System.getProperty("user.home"));
    }

    static Path of(String dataHome, String home) {
        // The specification says that a relative value is to be ignored.
        Path shared = Path.of(dataHome);
        return shared.isAbsolute()
                ? shared.resolve("llamaline")
                : Path.of(home).resolve(".llamaline");
    }
}
