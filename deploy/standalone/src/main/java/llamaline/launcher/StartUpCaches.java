package llamaline.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a service's process does with its start-up cache (JEP 483, 514). */
public enum StartUpCaches {
    /** Starts from it where there is one. */
    USE,
    /** Writes it when it stops. */
    RECORD;

    /** How long a process may take to end, from the signal on. */
    Duration stopLimit() {
        return switch (this) {
            case USE -> Duration.ofSeconds(25);
            case RECORD -> Duration.ofMinutes(3);
        };
    }

    List<String> options(Path cache) {
        return switch (this) {
            case USE -> Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
            case RECORD -> List.of("-XX:AOTCacheOutput=" + cache);
        };
    }
}
